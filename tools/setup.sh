#!/usr/bin/env bash
# Install everything Habeas needs into .venv; quick when nothing changed. Run it as `make setup`.
# Python packages come only from requirements-dev.lock, each checked against its hash.
set -euo pipefail
cd "$(dirname "$0")/.."

SYSTEM_PACKAGES="chromium fonts-noto-core fonts-noto-cjk"
VENV=.venv

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Only one set-up at a time: `make demo` and `make test` may be started together.
if has flock; then exec 9<tools/setup.sh; flock 9; fi

# --- system packages ---------------------------------------------------------------------------

as_root() {  # runs a command as root, or fails without asking for a password
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    has apt-get || return 1
    [ "$(id -u)" = 0 ] && return 0
    has sudo && sudo -n true 2>/dev/null
}

apt_install() {  # apt_install PACKAGE...: quiet; a package that fails does not stop the next one
    local package options="-y -qq --no-install-recommends -o DPkg::Lock::Timeout=120"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 9<&- || true
    for package in "$@"; do
        say "installing $package"
        # shellcheck disable=SC2086
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install $options "$package" \
            >/dev/null 2>&1 </dev/null 9<&- || say "could not install $package"
    done
}

installed() {  # installed PACKAGE: by its command where it has one, so other builds of it count too
    case "$1" in
        chromium) has chromium || has chromium-browser || has google-chrome ;;
        *) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    esac
}

missing_packages() {
    local package missing=""
    for package in $SYSTEM_PACKAGES; do
        installed "$package" || missing="$missing $package"
    done
    printf '%s' "${missing# }"
}

system_packages() {
    local missing tried="$VENV/.system-missing"
    missing=$(missing_packages)
    [ -n "$missing" ] || { rm -f "$tried"; return 0; }
    # What could not be installed once is not tried again each time; removing .venv tries again.
    if [ "$(cat "$tried" 2>/dev/null)" != "$missing" ] && may_install; then
        # shellcheck disable=SC2086
        apt_install $missing
        missing=$(missing_packages)
        printf '%s' "$missing" >"$tried"
    fi
    [ -n "$missing" ] || { rm -f "$tried"; return 0; }
    say "these system packages are missing; all works without them but browser tests."
    say "to install them:  sudo apt-get install -y --no-install-recommends $missing"
}

# --- the virtual environment -------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in python3.11 python3 python3.12 python3.13; do
        if has "$candidate" && new_enough "$candidate"; then printf '%s' "$candidate"; return 0; fi
    done
    return 1
}

make_venv() {
    local python version
    python=$(find_python) || fail "Python 3.11 or later is needed:  sudo apt-get install -y python3.11 python3.11-venv"
    say "making $VENV with $("$python" --version)"
    rm -rf "$VENV"
    if has uv && uv --version >/dev/null 2>&1; then
        uv venv --quiet --python "$(command -v "$python")" "$VENV" && return 0
        rm -rf "$VENV"
    fi
    "$python" -m venv "$VENV" >/dev/null 2>&1 && return 0
    rm -rf "$VENV"
    version=$("$python" -c 'import sys; print(f"python3.{sys.version_info[1]}")')
    if may_install; then
        apt_install "$version-venv"
        "$python" -m venv "$VENV" && return 0
        rm -rf "$VENV"
    fi
    fail "$python cannot make a virtual environment:  sudo apt-get install -y $version-venv"
}

install_packages() {
    if has uv && uv --version >/dev/null 2>&1; then
        uv pip install --quiet --python "$VENV/bin/python" --require-hashes -r requirements-dev.lock
        uv pip install --quiet --python "$VENV/bin/python" --no-deps -e .
        return
    fi
    "$VENV/bin/python" -m pip --version >/dev/null 2>&1 || "$VENV/bin/python" -m ensurepip >/dev/null
    local pip=("$VENV/bin/python" -m pip --disable-pip-version-check --quiet --no-input)
    "${pip[@]}" install --require-hashes -r requirements-dev.lock
    "${pip[@]}" install --no-deps -e .
}

usable_venv() {  # a virtual environment does not work after its folder was moved or its Python removed
    [ -x "$VENV/bin/python" ] && new_enough "$VENV/bin/python" || return 1
    [ ! -e "$VENV/.folder" ] || [ "$(cat "$VENV/.folder")" = "$PWD" ]
}

python_packages() {
    local stamp
    stamp="$VENV/.stamp-$(cat requirements-dev.lock pyproject.toml | sha256sum | cut -c1-16)"
    if usable_venv; then
        if [ -e "$stamp" ] && [ -x "$VENV/bin/habeas" ]; then return 0; fi
    else
        make_venv
    fi
    say "installing Python packages (a few minutes the first time)"
    rm -f "$VENV"/.stamp-*
    install_packages || fail "installing failed; the messages above say why. Repeat with:  make setup"
    printf '%s' "$PWD" >"$VENV/.folder"
    touch "$stamp"
}

# --- message catalogues ------------------------------------------------------------------------

catalogues() {  # .mo files are not committed: they are made from the .po files when older
    local po stale=()
    while IFS= read -r po; do
        [ "${po%.po}.mo" -nt "$po" ] || stale+=("$po")
    done < <(find habeas -name '*.po' 2>/dev/null | sort)
    [ ${#stale[@]} = 0 ] || "$VENV/bin/python" tools/compile_messages.py "${stale[@]}"
}

# --- inner loops -------------------------------------------------------------------------------

loops() {  # compiled once and kept: else the first search, or every test process, would wait for the compiler
    local stamp
    stamp="$VENV/.loops-$(cat habeas/names/*.py habeas/names/*/*.py | sha256sum | cut -c1-16)"
    [ -e "$stamp" ] && return 0
    say "compiling the search of names"
    rm -rf "$VENV"/.loops-* habeas/names/__pycache__/compiled-*
    "$VENV/bin/python" -m habeas.names.bulk.warm && touch "$stamp"
}

python_packages
system_packages
catalogues
loops
