"""A small client of the accessibility bus, as a screen reader is one. It needs D-Bus and jeepney."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = "org.a11y.atspi.Registry"
WAIT_S = 10.0


@dataclass(frozen=True)
class Node:
    """One thing that a program tells of: the name of its connection, and its path there."""

    bus: Bus
    owner: str
    path: str

    def _call(self, interface: str, method: str, signature: str = "", *body: Any) -> Any:
        return self.bus.call(DBusAddress(self.path, self.owner, interface), method, signature, *body)

    def _property(self, interface: str, name: str) -> Any:
        return self.bus.read(DBusAddress(self.path, self.owner, interface), name)

    @property
    def name(self) -> str:
        return str(self._property(ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        return str(self._property(ACCESSIBLE, "Description"))

    @property
    def role(self) -> str:
        return str(self._call(ACCESSIBLE, "GetRoleName"))

    @property
    def children(self) -> list[Node]:
        found = self._call(ACCESSIBLE, "GetChildren")
        return [Node(self.bus, owner, path) for owner, path in found if path != "/org/a11y/atspi/null"]

    @property
    def actions(self) -> list[str]:
        return [str(name) for name, _, _ in self._call(ACTION, "GetActions")]

    def do(self, action: str) -> None:
        """Do one of its actions, as a screen reader's key or a spoken command does."""
        self._call(ACTION, "DoAction", "i", self.actions.index(action))

    def walk(self) -> Iterator[Node]:
        """This and everything beneath it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Bus:
    """The accessibility bus of this session."""

    def __init__(self) -> None:
        with open_dbus_connection(bus="SESSION") as session:
            asked = new_method_call(
                DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress"
            )
            (address,) = session.send_and_get_reply(asked, timeout=WAIT_S).body
        self._connection: DBusConnection = open_dbus_connection(bus=address)

    def call(self, at: DBusAddress, method: str, signature: str = "", *body: Any) -> Any:
        reply = self._connection.send_and_get_reply(
            new_method_call(at, method, signature or None, body), timeout=WAIT_S
        )
        if reply.header.message_type.name == "error":
            raise LookupError(f"{method} at {at.object_path}: {reply.body}")
        return reply.body[0] if reply.body else None

    def read(self, at: DBusAddress, name: str) -> Any:
        reply = self._connection.send_and_get_reply(Properties(at).get(name), timeout=WAIT_S)
        if reply.header.message_type.name == "error":
            raise LookupError(f"{name} at {at.object_path}: {reply.body}")
        return reply.body[0][1]

    def program(self, name: str, seconds: float) -> Node:
        """The root of a program, once it has come to the bus.

        Raises:
            TimeoutError: it does not come.
        """
        root = Node(self, REGISTRY, ROOT)

        def found() -> Node | None:
            return next((child for child in root.children if child.name == name), None)

        return waited(found, seconds, f"{name} on the bus")

    def listen(self, event: str, member: str) -> Callable[[float], list[str]]:
        """Hear an event ("object:announcement") whose signal is ``member``; what is given back waits
        so many seconds and tells the texts that came."""
        registry = DBusAddress("/org/a11y/atspi/registry", REGISTRY, "org.a11y.atspi.Registry")
        self.call(registry, "RegisterEvent", "s", event)
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member=member)
        self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=WAIT_S)
        held = self._connection.filter(rule, bufsize=200)
        queue = held.__enter__()

        def texts(seconds: float) -> list[str]:
            heard, until = [], time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                try:
                    signal = self._connection.recv_until_filtered(queue, timeout=left)
                except TimeoutError:
                    break
                heard.append(str(signal.body[3][1]))
            return heard

        return texts


def waited(found: Callable[[], Any], seconds: float, what: str) -> Any:
    """What a question brings as soon as it brings something.

    Raises:
        TimeoutError: it brings nothing in that time.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            answer = found()
        except LookupError:
            answer = None
        if answer:
            return answer
        time.sleep(0.25)
    raise TimeoutError(what)
