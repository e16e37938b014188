self.part = `part of ${self.location.pathname}`;
