"""A session of Chromium, spoken to as WebDriver has it (https://www.w3.org/TR/webdriver2/)."""
import json
import re
import subprocess
import tempfile
import urllib.request

KEYS = {"right": "\ue014", "down": "\ue015", "escape": "\ue00c", "tab": "\ue004"}


class Driver:
    """A chromedriver of its own, at a port that is free; kill() ends it."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            started = re.search(r"started successfully on port (\d+)", line)
            if started:
                self.address = f"http://localhost:{started[1]}"
                return
        raise RuntimeError("chromedriver does not start")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Browser:
    """One session of Chromium."""

    def __init__(self, driver, width=1000, height=1200, dark=False):
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}"]
        if dark:
            arguments.append("--force-dark-mode")
        self.base = driver.address + "/session"
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
