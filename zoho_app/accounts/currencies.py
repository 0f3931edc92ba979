"""The currencies of ISO 4217, how many digits their amounts have after the point, and amounts as text."""

from decimal import Decimal

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_WITHOUT_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"

CODES = tuple(_IN_USE.split())


def digits(code: str) -> int:
    """How many digits an amount in this currency has after the point."""
    if code not in CODES:
        return 2
    if code in _WITHOUT_CENTS:
        return 0
    return 3 if code in _IN_THOUSANDTHS else 2


def smallest_unit(digits_after_point: int) -> Decimal:
    """The smallest amount with so many digits after the point, such as 0.01."""
    return Decimal(1).scaleb(-digits_after_point)


def text(amount: Decimal, code: str) -> str:
    """An amount with the digits of its currency, such as "49.90"; digits beyond those are kept."""
    exact = -int(Decimal(amount).normalize().as_tuple().exponent)
    return f"{Decimal(amount):,.{max(digits(code), exact)}f}"
