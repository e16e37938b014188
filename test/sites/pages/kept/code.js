if (self.window) window.keptHost = location.host;
else postMessage([location.host, new Request('/x').url]);
