"""What browsers call themselves, as people call them."""

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chrome OS"),
    ("Linux", "Linux"),
)


def agent_words(agent: str) -> str:
    """Browser and system: Firefox on Windows. The first words of what is neither."""
    browser = next((name for token, name in BROWSERS if token in agent), "")
    system = next((name for token, name in SYSTEMS if token in agent), "")
    if not browser:
        return agent[:40] or "An unknown browser"
    return f"{browser} on {system}" if system else browser
