"""Where the service keeps what it knows: a database behind the ports of `app.service`, and files beside it."""
