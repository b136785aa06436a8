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
