from resolvers.exceptions import TaskInTheWay


class TaskNotCompleted(TaskInTheWay):
    """Only the result of a completed task is rated; this one is {task.status}."""
