#!/usr/bin/env bash
# What the applications need besides their npm packages: PHP from Debian, and MediaWiki unpacked into node_modules/.cache (not
# installed: no web server comes with it). As root on Debian it does so; elsewhere it says what is missing.
set -euo pipefail
cd "$(dirname "$0")"

wiki=node_modules/.cache/mediawiki
php=(php8.2-cli php8.2-sqlite3 php8.2-mbstring php8.2-xml php8.2-curl php8.2-gd php8.2-intl)

if command -v php >/dev/null && [[ -f "$wiki/index.php" ]]; then
  echo "setup: php and mediawiki are here"
  exit 0
fi
if [[ "$(id -u)" != 0 || ! -f /etc/debian_version ]]; then
  echo "setup: MediaWiki's journey is left out: it wants Debian's ${php[*]} and its mediawiki, unpacked into test/apps/$wiki"
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends "${php[@]}"

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -q mediawiki mediawiki-classes && for file in *.deb; do dpkg-deb -x "$file" .; done)
# The package links these into /etc and /var; here they are folders of the copy.
rm -rf "$wiki"
mkdir -p node_modules/.cache
mv "$folder/usr/share/mediawiki" "$wiki"
rm -f "$wiki"/{LocalSettings.php,config,extensions,images}
mv "$wiki/extensions-core" "$wiki/extensions"
mkdir "$wiki/images"
echo "setup: mediawiki is unpacked"
