import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
graceful_timeout = 10
loglevel = "warning"
control_socket_disable = True
# Which proxies to believe is Django's to decide (TRUSTED_PROXIES).
forwarded_allow_ips = ""


def post_worker_init(worker):
    """Gunicorn's own lines, and an access log where one is asked for, hold no keys either."""
    from opinion.logs import WithoutKeys

    for log in (worker.log.error_log, worker.log.access_log):
        for handler in log.handlers:
            handler.addFilter(WithoutKeys())
