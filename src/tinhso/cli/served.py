"""What a web worker loads: Django's application, in a process that dies with the one that started it."""

import os

from django.core.wsgi import get_wsgi_application

from tinhso.base.embedded import die_with_parent

die_with_parent(os.getppid())
application = get_wsgi_application()
