#!/usr/bin/env bash
# Put the course on a server that has The Littlest JupyterHub, or bring a newer course there:
# sudo bash deploy/tljh.sh, in the course's folder, as often as you like.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 022

python=/opt/tljh/user/bin/python
settings=/opt/tljh/config/jupyterhub_config.d
if [ ! -x "$python" ]; then
    echo "The Littlest JupyterHub is not here. Install it first: https://tljh.jupyter.org" >&2
    exit 1
fi
if ! "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))"; then
    echo "The learners' Python on this hub, $("$python" --version), is too old: 3.11 is needed." >&2
    echo "A newer one: sudo /opt/tljh/user/bin/mamba install python=3.12" >&2
    exit 1
fi

"$python" -m pip install --no-user -r requirements.txt -c requirements.lock
"$python" -m compileall -q lessons_lib
chmod -R a+rX .
mkdir -p "$settings"
ln -sf "$PWD/deploy/jupyterhub_config.py" "$settings/course.py"
tljh-config set services.cull.timeout 3600
tljh-config reload
echo "The course is on this hub. Servers that run now have it from their next start on."
