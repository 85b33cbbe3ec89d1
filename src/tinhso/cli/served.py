"""What a web worker loads: Django's application, in a process that dies with the one that started it."""

import gc
import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

from tinhso.base.embedded import die_with_parent

# The parent is asked by its number: it may have ended while this worker was starting. The database undoes
# what a killed worker had not finished, so the kernel need not be polite.
_parent = multiprocessing.parent_process()
die_with_parent(_parent.pid if _parent and _parent.pid else os.getppid(), signal.SIGKILL)
application = get_wsgi_application()
# What is loaded now stays for good: the collector need not walk it again, nor at every few objects of a page.
gc.freeze()
gc.set_threshold(20_000, 20, 50)
