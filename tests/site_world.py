"""The whole site over the ports in memory: asked by a test client, or served on loopback for a browser."""

import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Self

import uvicorn
from playwright.sync_api import Browser, BrowserContext

from api_world import SETTINGS, World
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.ports import Clock, Ids
from bsc_audit.web.site import create_site

HTML = {"Accept": "text/html"}


class Site(World):
    """A world whose application has the pages, too, on an address of this machine."""

    def __init__(
        self, *, store: Callable[[Clock, Ids], Any] = MemoryUnitOfWork, host: str = "127.0.0.1", **more: Any
    ) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._port = self._socket.getsockname()[1]
        self.address = f"http://{host}:{self._port}"
        super().__init__(replace(SETTINGS, public_url=self.address), store=store, make=create_site, **more)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Serve it, again where it was stopped: what is stored is still there."""
        if self._socket.fileno() < 0:
            self._socket = socket.create_server(("127.0.0.1", self._port))
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_config=None, access_log=False, lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Serve it no longer: who asks finds nobody."""
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    def session(self, person_id: str, *, second_factor: bool = True) -> Mapping[str, str]:
        """Headers of a browser in which a person has signed in."""
        headers = super().session(person_id, second_factor=second_factor)
        return {**headers, **HTML, "Cookie": headers["Cookie"].replace("__Host-bsc", "bsc")}

    def send(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> str:
        """The page somebody sees after they sent a form."""
        answer = self.client.post(address, data=dict(fields), headers=headers, follow_redirects=False)
        if answer.status_code != 303:
            return answer.text
        return self.client.get(answer.headers["location"], headers=headers).text

    def context(self, browser: Browser, person_id: str, **more: Any) -> BrowserContext:
        """A browser in which a person has signed in."""
        opened = browser.new_context(base_url=self.address, **more)
        token = self.session(person_id)["Cookie"].partition("=")[2]
        opened.add_cookies([{"name": "bsc", "value": token, "url": self.address}])
        return opened
