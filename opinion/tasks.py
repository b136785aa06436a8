"""The background work's own housekeeping."""

from procrastinate import builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

FINISHED_JOBS_KEPT_HOURS = 24 * 7
SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int):
    """Give the jobs of a worker that was killed back to the others."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # Another of its kind is queued by now, and would wait for this one's lock for ever.
            await jobs.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="forget_finished", pass_context=True)
async def forget_finished(context, timestamp: int):
    await builtin_tasks.remove_old_jobs(
        context, max_hours=FINISHED_JOBS_KEPT_HOURS, remove_failed=True
    )
