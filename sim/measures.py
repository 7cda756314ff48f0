"""The twenty-four measures of the Opinion: who pays each, and what one unit of it is."""

from typing import NamedTuple


class Measure(NamedTuple):
    """One clause of the Opinion.

    Attributes
    ----------
    clause : its number, 3 to 26
    name : the name in levers, scenarios and results
    text, chinese : what it is
    payer : who pays its units: a pool of the province, or staff-days
    unit : what one unit of its money buys
    """

    clause: int
    name: str
    text: str
    chinese: str
    payer: str
    unit: str


# fmt: off
MEASURES = (
    Measure(3, "labour_export", "organised labour export", "推进劳务输出",
            "employment fund", "placement"),
    Measure(4, "labour_brand", "labour brands", "培树劳务品牌",
            "employment fund", "brand-month"),
    Measure(5, "local_jobs", "local jobs and public-welfare posts", "促进就地就近就业",
            "employment fund", "post-month"),
    Measure(6, "startup_support", "support for return and local start-ups", "鼓励返乡入乡创业",
            "link-up fund", "founder"),
    Measure(7, "job_service", "public employment services", "提升公共就业服务",
            "employment fund", "village service month"),
    Measure(8, "fund_tilt", "tilt and management of the employment fund", "加大就业补助资金的倾斜支持",
            "staff days", "review"),
    Measure(9, "skill_project", "vocational skill project", "职业技能提升工程",
            "employment fund", "course place"),
    Measure(10, "farm_training", "farm and rural skill training", "农业农村领域技能培训",
            "link-up fund", "course place"),
    Measure(11, "skill_contest", "skill contests", "职业技能竞赛",
            "employment fund", "contest"),
    Measure(12, "insurance_cover", "pension, injury and jobless cover", "巩固拓展基本养老保险应保尽保成果",
            "insurance budget", "contribution of a year"),
    Measure(13, "insurance_service", "social-insurance services in villages", "完善社保经办服务方式",
            "insurance budget", "village agent month"),
    Measure(14, "graduate_allowance", "allowance for graduates in county firms", "创新乡村产业人才支持政策",
            "staff budget", "allowance month"),
    Measure(15, "public_recruitment", "recruitment to public units", "事业单位人事管理倾斜政策",
            "staff budget", "post-month"),
    Measure(16, "title_evaluation", "directed professional titles", "倾斜职称评聘政策",
            "staff budget", "title-month"),
    Measure(17, "expert_service", "experts and rotating services", "加大智力支持和人才服务力度",
            "staff budget", "expert month"),
    Measure(18, "staff_pay", "pay of township and health staff", "更加倾斜的工资政策",
            "staff budget", "staff month"),
    Measure(19, "cadre_training", "training of cadres and arbitrators", "加大干部人才培训力度",
            "staff budget", "trained cadre"),
    Measure(20, "cooperation_funds", "east-west money, projects, investment", "创新协作方式",
            "eastern transfer", "job in an invested firm"),
    Measure(21, "job_cooperation", "east-west job cooperation", "强化就业协作",
            "eastern transfer", "served worker month"),
    Measure(22, "skill_cooperation", "east-west skill cooperation", "强化技能协作",
            "eastern transfer", "seat month"),
    Measure(23, "talent_cooperation", "east-west exchange of staff", "强化人才协作",
            "eastern transfer", "secondee month"),
    Measure(24, "political_priority", "political priority", "提高政治站位",
            "staff days", "day of campaign"),
    Measure(25, "data_sharing", "organisation and data sharing", "加强组织领导",
            "link-up fund", "visit"),
    Measure(26, "supervision", "scheduling and supervision", "强化调度督查",
            "staff days", "day of audit"),
)
# fmt: on

AREAS = {
    "employment": range(3, 9),
    "skills": range(9, 12),
    "insurance": range(12, 14),
    "talent": range(14, 20),
    "cooperation": range(20, 24),
    "safeguards": range(24, 27),
}
"""The five areas of the Opinion and its safeguards, and the clauses of each."""
