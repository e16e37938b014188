#!/usr/bin/env bash
# Installs what the tests need besides Node: Chromium, Firefox ESR, WebKitGTK with its driver and a display for it, nginx, coturn
# (and openssl for test certificates).
# As root on Debian it does so with apt-get; elsewhere it says what is missing.
set -euo pipefail

missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || [[ -n "${BROWSER_CHROMIUM:-}" ]] || missing+=(chromium)
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || [[ -n "${BROWSER_FIREFOX:-}" ]] || missing+=(firefox-esr)
[[ -x /usr/bin/WebKitWebDriver ]] || missing+=(webkit2gtk-driver)
compgen -G '/usr/lib/*/webkit2gtk-4.*/MiniBrowser' >/dev/null || missing+=(libwebkit2gtk-4.1-0)
[[ -x /usr/bin/Xvfb ]] || missing+=(xvfb)
command -v openssl >/dev/null || missing+=(openssl)
[[ -x /usr/sbin/nginx ]] || command -v nginx >/dev/null || missing+=(nginx-light)
command -v turnserver >/dev/null || missing+=(coturn)

if [[ ${#missing[@]} -eq 0 ]]; then
  echo "setup: chromium, firefox, webkitgtk, nginx, coturn and openssl are here"
  exit 0
fi

if [[ "$(id -u)" == 0 && -f /etc/debian_version ]]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${missing[@]}"
else
  echo "setup: please install: ${missing[*]}"
  echo "setup: on Debian, as root: apt-get install ${missing[*]}"
  echo "setup: or name the browsers: BROWSER_CHROMIUM=/path/to/chromium BROWSER_FIREFOX=/path/to/firefox"
fi
