"""What a government can turn: the levers, and the twenty-four measures of the Opinion they belong to.

A lever's default is the baseline, the package of 2020-21. A dose of 1 is that package for what existed
then; for what the Opinion creates, 1 is the Opinion's quantity and the baseline is 0. A tilt is what one
unit of need in a key county gets over one elsewhere.
"""

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from sim.declare import Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Measure(NamedTuple):
    """One clause of the Opinion."""

    clause: int
    name: str
    text: str
    chinese: str
    is_built: bool


MEASURES = (
    Measure(3, "labour_export", "organised labour export", "推进劳务输出", False),
    Measure(4, "labour_brand", "labour brands", "培树劳务品牌", False),
    Measure(5, "local_jobs", "local jobs and public-welfare posts", "促进就地就近就业", True),
    Measure(6, "startup_support", "support for return and local start-ups", "鼓励返乡入乡创业", False),
    Measure(7, "job_service", "public employment services", "提升公共就业服务", False),
    Measure(8, "fund_tilt", "tilt and management of the employment fund", "加大就业补助资金的倾斜支持", True),
    Measure(9, "skill_project", "vocational skill project", "职业技能提升工程", True),
    Measure(10, "farm_training", "farm and rural skill training", "农业农村领域技能培训", False),
    Measure(11, "skill_contest", "skill contests", "职业技能竞赛", False),
    Measure(12, "insurance_cover", "pension, injury and jobless cover", "巩固拓展基本养老保险应保尽保成果", False),
    Measure(13, "insurance_service", "social-insurance services in villages", "完善社保经办服务方式", False),
    Measure(14, "graduate_allowance", "allowance for graduates in county firms", "创新乡村产业人才支持政策", False),
    Measure(15, "public_recruitment", "recruitment to public units", "事业单位人事管理倾斜政策", False),
    Measure(16, "title_evaluation", "directed professional titles", "倾斜职称评聘政策", False),
    Measure(17, "expert_service", "experts and rotating services", "加大智力支持和人才服务力度", False),
    Measure(18, "staff_pay", "pay of township and health staff", "更加倾斜的工资政策", False),
    Measure(19, "cadre_training", "training of cadres and arbitrators", "加大干部人才培训力度", False),
    Measure(20, "cooperation_funds", "east-west money, projects, investment", "创新协作方式", False),
    Measure(21, "job_cooperation", "east-west job cooperation", "强化就业协作", False),
    Measure(22, "skill_cooperation", "east-west skill cooperation", "强化技能协作", False),
    Measure(23, "talent_cooperation", "east-west exchange of staff", "强化人才协作", False),
    Measure(24, "political_priority", "political priority", "提高政治站位", False),
    Measure(25, "data_sharing", "organisation and data sharing", "加强组织领导", False),
    Measure(26, "supervision", "scheduling and supervision", "强化调度督查", False),
)


class Levers(NamedTuple):
    """What a government can turn."""

    local_jobs_dose: Annotated[
        float,
        Quantity(
            "Public-welfare posts against the package of 2020-21: the money planned for them",
            "ratio",
            low=0.0,
            high=3.0,
            clause=5,
            opinion=1.0,
            source="opinion2021",
            grade="text",
        ),
    ] = 1.0
    local_jobs_tilt: Annotated[
        float,
        Quantity(
            "What one eligible person in a key county gets for posts over one elsewhere; 0 takes the fund's tilt",
            "ratio",
            low=0.0,
            high=2.5,
            clause=5,
            package=0.0,
            source="assumption",
            grade="assumption",
        ),
    ] = 0.0
    local_jobs_post_pay: Annotated[
        float,
        Quantity(
            "Pay of a rural public-welfare post, part-time",
            "yuan/month",
            low=300.0,
            high=1500.0,
            clause=5,
            source="F03-07",
            grade="read",
        ),
    ] = 500.0
    local_jobs_post_term: Annotated[
        float,
        Quantity(
            "Term of a post before it is given out anew",
            "months",
            low=6.0,
            high=36.0,
            clause=5,
            source="assumption",
            grade="assumption",
        ),
    ] = 12.0
    fund_tilt_dose: Annotated[
        float,
        Quantity(
            "Reviews of fund use, against the four a year of 2020-21: they put idle money to work",
            "ratio",
            low=0.0,
            high=3.0,
            clause=8,
            package=2.0,
            source="assumption",
            grade="assumption",
        ),
    ] = 1.0
    fund_tilt_tilt: Annotated[
        float,
        Quantity(
            "What one unit of need in a key county gets from the employment fund over one elsewhere",
            "ratio",
            low=0.5,
            high=2.5,
            clause=8,
            package=1.3,
            source="assumption",
            grade="assumption",
        ),
    ] = 1.0
    skill_project_dose: Annotated[
        float,
        Quantity(
            "Subsidised short courses against those of 2020-21: the money planned for them",
            "ratio",
            low=0.0,
            high=3.0,
            clause=9,
            package=1.0,
            source="F04-07",
            grade="derived",
        ),
    ] = 1.0
    skill_project_tilt: Annotated[
        float,
        Quantity(
            "What one eligible person in a key county gets for courses over one elsewhere; 0 takes the fund's tilt",
            "ratio",
            low=0.0,
            high=2.5,
            clause=9,
            package=0.0,
            source="assumption",
            grade="assumption",
        ),
    ] = 0.0
    skill_project_trainees_key_only: Annotated[
        float,
        Quantity(
            "Course places of the skill project for the 160 key counties alone: 3 million in five years",
            "person-times/year",
            low=0.0,
            high=1_500_000.0,
            clause=9,
            opinion=600_000.0,
            source="F04-02",
            grade="text",
        ),
    ] = 0.0
    skill_project_course_cost: Annotated[
        float,
        Quantity(
            "Tuition paid to the training centre for one trainee's course",
            "yuan/course",
            low=600.0,
            high=3500.0,
            clause=9,
            source="F04-07",
            grade="derived",
        ),
    ] = 1200.0
    skill_project_stipend: Annotated[
        float,
        Quantity(
            "Living allowance paid to a trainee for a course day",
            "yuan/day",
            low=0.0,
            high=80.0,
            clause=9,
            source="F04-10",
            grade="read",
        ),
    ] = 25.0


def by_measure(levers: Levers) -> "NDArray[Any]":
    """The dose and the tilt of each measure.

    Returns
    -------
    array of shape (24, 2): row is clause minus 3, columns are dose and tilt. A measure that is not built has
    a dose of 0. A tilt of 0 means that the measure takes the tilt of the fund that pays it.
    """
    import numpy as np

    table = np.zeros((len(MEASURES), 2))
    table[2] = levers.local_jobs_dose, levers.local_jobs_tilt
    table[5] = levers.fund_tilt_dose, levers.fund_tilt_tilt
    table[6] = levers.skill_project_dose, levers.skill_project_tilt
    return table
