"""The files for containers, read as what they are: they cannot be run here, but they can be wrong."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import machine
import pytest
import yaml
from environment import RUNTIME

from bsc_audit.cli.config import VARIABLES
from bsc_audit.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("migrate", "app", "worker")


def steps() -> list[tuple[str, str]]:
    """Instruction and the rest of every step of the Dockerfile."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def said(instruction: str) -> list[str]:
    return [rest for name, rest in steps() if name == instruction]


def commands() -> set[str]:
    """Names of the commands of the program."""
    named = {str(one.name) for one in app.registered_commands}
    return named | {str(group.name) for group in app.registered_groups}


def test_the_image_has_the_packages_the_machine_needs() -> None:
    (line,) = [rest for rest in said("RUN") if "apt-get install" in rest]
    installed = set(shlex.split(line.partition("install -y")[2].partition("&&")[0]))
    apt = next(manager for manager in machine.PACKAGE_MANAGERS if manager.program == "apt-get")
    wanted = {apt.packages[library] for library in machine.LIBRARIES}
    assert wanted <= installed
    assert {name for name in installed - wanted if not name.startswith("-")} == {"postgresql-client-17"}


def test_the_client_programs_are_of_the_servers_version() -> None:
    (server,) = re.findall(r"postgres:(\d+)", SERVICES["postgres"]["image"])
    assert f"postgresql-client-{server}" in " ".join(said("RUN"))


def test_what_is_installed_is_the_lock_with_its_hashes() -> None:
    (line,) = [rest for rest in said("RUN") if "pip install" in rest]
    assert f"--require-hashes -r {RUNTIME.lock}" in line
    assert line.count("--no-deps") == line.count("pip install") == 2
    assert "--no-build-isolation ." in line


def test_the_image_is_made_of_everything_the_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["force-include"], "src", project["project"]["readme"], "pyproject.toml", RUNTIME.lock}
    copied = {name for rest in said("COPY") if not rest.startswith("--from") for name in rest.split()[:-1]}
    assert needed <= {name.removeprefix("./") for name in copied}
    ignoring = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in ignoring if not line.startswith("#")) == "*"
    assert {line[1:] for line in ignoring if line.startswith("!")} == copied
    assert all((ROOT / name).exists() for name in copied)


def test_nobody_in_the_container_is_root() -> None:
    assert said("USER") == ["bsc"]
    assert [name for name, _ in steps()].index("USER") > [name for name, _ in steps()].index("RUN")
    assert said("HEALTHCHECK")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_write_to_their_data_only(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert (service["volumes"], service["tmpfs"]) == (["data:/data"], ["/tmp"])
    assert service["command"][0] in commands()


def test_every_setting_is_one_the_program_reads() -> None:
    settings = set(SERVICES["app"]["environment"])
    image = {pair.partition("=")[0] for rest in said("ENV") for pair in shlex.split(rest)}
    assert {name for name in settings if not name.startswith("AWS_")} <= VARIABLES.keys()
    assert {name for name in image if name.startswith("BSC_")} <= VARIABLES.keys()


def test_no_secret_stands_in_a_file() -> None:
    for name, value in SERVICES["app"]["environment"].items():
        if re.search("SECRET|TOKEN|URL|KEY", name):
            assert value is None or "${" in value, f"{name} comes from outside"
    assert list(COMPOSE["secrets"].values()) == [{"file": "./secrets/postgres_password"}]
    assert "POSTGRES_PASSWORD" not in SERVICES["postgres"]["environment"]
    assert not (DEPLOY / "secrets").exists()
    assert not (DEPLOY / ".env").exists()


def test_web_and_worker_wait_for_the_schema_and_only_the_web_is_reached() -> None:
    done = {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["app"]["depends_on"] == SERVICES["worker"]["depends_on"] == done
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"app"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["app"]["ports"])
