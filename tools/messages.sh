#!/usr/bin/env bash
# Collect the interface texts into habeas/locale/*/LC_MESSAGES/django.po. Run it as `make messages`.
set -euo pipefail
cd "$(dirname "$0")/../habeas"
command -v xgettext >/dev/null || { echo "Install gettext first:  sudo apt-get install -y gettext" >&2; exit 1; }
mkdir -p locale
languages=(es zh_Hans ru tr fr ar ug kk)
env -u DJANGO_SETTINGS_MODULE ../.venv/bin/django-admin makemessages \
    "${languages[@]/#/--locale=}" --no-obsolete --add-location file --extension html,txt,py
cd .. && tools/setup.sh
