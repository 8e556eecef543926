"""The programmes: one readable formula each, over three-valued columns, with dated parameters of the law."""

# Each module registers its formula.
from schemas.programmes import resident_tax_exempt  # noqa: F401, I001
from schemas.programmes import exempt_household_benefit  # noqa: F401
from schemas.programmes import child_allowance  # noqa: F401
from schemas.programmes import child_rearing_allowance  # noqa: F401
from schemas.programmes import school_aid  # noqa: F401
from schemas.programmes import child_watch  # noqa: F401
from schemas.programmes import single_parent_medical_aid  # noqa: F401
from schemas.programmes import public_assistance  # noqa: F401
from schemas.programmes import childcare_fee  # noqa: F401
from schemas.programmes import insurance_premium_relief  # noqa: F401
from schemas.programmes import special_child_rearing_allowance  # noqa: F401
from schemas.programmes import disability_medical_aid  # noqa: F401
from schemas.programmes import overpayment_check  # noqa: F401
from schemas.programmes import insurance_arrears  # noqa: F401
from schemas.programmes import annual_report_check  # noqa: F401
from schemas.programmes.parameters import NotCovered, Parameters, parameters_on
from schemas.programmes.programme import CHILD, CLAIMANT, HOUSEHOLD, PROGRAMMES, RESIDENT, Outcome, Programme, reads_on

__all__ = [
    "CHILD",
    "CLAIMANT",
    "HOUSEHOLD",
    "PROGRAMMES",
    "RESIDENT",
    "NotCovered",
    "Outcome",
    "Parameters",
    "Programme",
    "parameters_on",
    "reads_on",
]
