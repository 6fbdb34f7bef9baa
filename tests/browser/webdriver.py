"""A session of Chromium, spoken to as WebDriver has it (https://www.w3.org/TR/webdriver2/)."""
import json
import subprocess
import tempfile
import time
import urllib.request

PORT = 9515
KEYS = {"right": "\ue014", "down": "\ue015", "escape": "\ue00c", "tab": "\ue004"}


def start_driver():
    """Starts chromedriver, which kill() ends."""
    driver = subprocess.Popen(
        ["chromedriver", f"--port={PORT}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/status", timeout=1)
            return driver
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("chromedriver does not answer")


class Browser:
    """One session of Chromium."""

    def __init__(self, width=1000, height=1200, dark=False):
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}"]
        if dark:
            arguments.append("--force-dark-mode")
        self.base = f"http://localhost:{PORT}/session"
        capabilities = {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        session = self.send("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self.base += "/" + session["sessionId"]

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)["value"]

    def open(self, html):
        with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False) as file:
            file.write(html)
        self.send("POST", "/url", {"url": "file://" + file.name})
        self.file = file.name

    def run(self, script, *arguments):
        return self.send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def press(self, *keys):
        actions = []
        for key in keys:
            actions += [{"type": "keyDown", "value": KEYS[key]}, {"type": "keyUp", "value": KEYS[key]}]
        self.send("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def run_async(self, script, *arguments):
        return self.send("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def complaints(self):
        return self.send("POST", "/se/log", {"type": "browser"})

    def close(self):
        self.send("DELETE", "")
