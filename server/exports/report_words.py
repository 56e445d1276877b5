"""The words and the formats of a report in each language."""

from datetime import date
from decimal import Decimal

from server.requests.language import Language

WORDS: dict[Language, dict[str, str]] = {
    "zh-CN": {
        "title": "任务报告",
        "ofBoard": "画板报告：{board}",
        "made": "生成于 {time}（{zone}）",
        "none": "没有符合条件的任务。",
        "tasks": "任务",
        "completed": "成功",
        "failed": "失败",
        "canceled": "已取消",
        "success": "成功率",
        "credits": "消耗积分",
        "cost": "费用",
        "tokens": "Token",
        "time": "平均耗时",
        "rating": "平均评分",
        "ownRating": "你的平均评分",
        "ofTasks": "任务数，按时间",
        "ofCredits": "积分，按时间",
        "ofCost": "费用，按时间",
        "other": "其他",
        "most": "最高 {value}",
        "models": "按模型",
        "model": "模型",
        "noModel": "未注明模型",
        "otherModels": "其他模型",
        "failures": "失败原因",
        "reason": "原因",
        "noReason": "其他原因",
        "best": "标星和评分最高的图片",
        "ownBest": "你标星和评分最高的图片",
        "members": "按成员",
        "member": "成员",
        "you": "你",
        "starred": "已标星",
        "latest": "最新的图片",
        "stars": "{rating} 分",
        "seconds": "{value} 秒",
        "period": "日期",
    },
    "en": {
        "title": "Task report",
        "ofBoard": "Report on the board {board}",
        "made": "Made {time} ({zone})",
        "none": "No task matches.",
        "tasks": "Tasks",
        "completed": "Completed",
        "failed": "Failed",
        "canceled": "Canceled",
        "success": "Success rate",
        "credits": "Credits",
        "cost": "Cost",
        "tokens": "Tokens",
        "time": "Average time",
        "rating": "Average rating",
        "ownRating": "Your average rating",
        "ofTasks": "Tasks over time",
        "ofCredits": "Credits over time",
        "ofCost": "Cost over time",
        "other": "Other",
        "most": "highest {value}",
        "models": "By model",
        "model": "Model",
        "noModel": "No model named",
        "otherModels": "Other models",
        "failures": "Why tasks failed",
        "reason": "Reason",
        "noReason": "Other reasons",
        "best": "Starred and best rated pictures",
        "ownBest": "Pictures that you starred or rated best",
        "members": "By member",
        "member": "Member",
        "you": "You",
        "starred": "Starred",
        "latest": "Latest pictures",
        "stars": "{rating} of 5",
        "seconds": "{value} s",
        "period": "Date",
    },
}


def day(of: date, language: Language) -> str:
    return f"{of.year} 年 {of.month} 月 {of.day} 日" if language == "zh-CN" else f"{of.day} {of:%b %Y}"


def money(amount: Decimal, currency: str) -> str:
    digits = f"{amount:,.6f}".rstrip("0").rstrip(".") if amount < 1 else f"{amount:,.2f}"
    return f"{currency} {digits}"
