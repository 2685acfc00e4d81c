"""What a hub needs to know of the course.

The Littlest JupyterHub, Zero to JupyterHub and the course's tests load this same file. What differs
from hub to hub, its address, logins and proxy, is not in it.
"""

c = get_config()  # noqa: F821 - JupyterHub gives it to its configuration files

# Each learner's server makes or renews their own copy of the lessons, then serves it. It is the
# Python that comes first on the learner's PATH and has the course installed.
c.Spawner.cmd = ["python3", "-I", "-X", "utf8", "-m", "lessons_lib.course.hub"]

# On a computer with many users a kernel that can be reached over TCP can be overheard by all of
# them, its answers about a diary too. Through a socket in a folder of theirs it cannot.
c.Spawner.args = ["--KernelManager.transport=ipc"]

# A home on the network may bear no database but the diary, which is made for it: which notebooks
# are trusted is remembered as long as the server lives.
c.Spawner.args += ["--NotebookNotary.db_file=:memory:"]

# A lesson that nobody has touched for an hour gives its memory back, also where its tab is open:
# its cells are run again then. What the tracker was told is in its file since the moment it was
# told. The hub's own culler ends servers; it is set where the hub is.
c.Spawner.args += [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_interval=300",
    "--MappingKernelManager.cull_connected=True",
]

# Measured with benchmarks/hub.py: in a container of its own a server with one open lesson takes
# 270 MiB, each further lesson 100 MiB. So a learner has room for eight at once.
c.Spawner.mem_guarantee = "300M"
c.Spawner.mem_limit = "1G"

# When a class begins, thirty servers start at once, and the last of them waits for all others.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300

# In a room of shared computers: whoever logs out leaves no server behind, and a login that was
# forgotten ends the same day.
c.JupyterHub.shutdown_on_logout = True
c.JupyterHub.cookie_max_age_days = 0.5
c.JupyterHub.template_vars.update(
    {
        "announcement_login": "On a shared computer, log out when you leave: File, then Log Out. "
        "Whoever looks after this hub can read what you write here, your diary too. If you would "
        "rather not, an invented person's two weeks are there to work with."
    }
)
