"""The background processes: RQ workers and the rq-scheduler clock.

    python worker.py                       all of one machine, each started again when it dies
    python worker.py zoho_books            one worker of this lane alone
    python worker.py zoho_books channels   one worker of these lanes, the first named first
    python worker.py clock                 one clock

As many machines as wanted may run it, sharing DATABASE_URL and REDIS_URL.
"""

import sys

from zoho_app.processes.background import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
