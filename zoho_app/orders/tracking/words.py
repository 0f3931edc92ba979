"""Words that people and carriers use around tracking numbers, in the languages of those who ship."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The parameters by which carriers name the parcel in their addresses, without hyphens and underscores.
LINK_PARAMETERS = _words(
    """
    tracknum tracknums tracknumber tracknumbers trackingnumber trackingnumbers trackingnum trackingno
    trackingid trackingcode trackno trackcode tracking track tlabels trknbr trackid tt awb piececode
    parcelnumber parcelno parcelcode parcelid consignment consignmentnumber con cons shipmentnumber
    shipmentid shipmentno searchfor waybill idc pin qtctlabels1 origtracknum inquirynumber
    inquirynumber1 barcode reqcodeno1 listenumeroslt number
    """
)
# Words that say in which country a carrier works; a local page is of no use for another one.
COUNTRIES = _words(
    """
    us usa america canada ca mexico spain espana es italy italia it france fr poland polska pl ireland
    ie nl netherlands nederland belgium be austria at switzerland ch portugal pt hungary hu croatia hr
    slovenia si slovakia sk czech cz romania ro denmark dk sweden se norway no finland fi estonia latvia
    lithuania greece gr uk gb britain chile argentina mexico costa rica china india asia
    """
)
# What stands before or between numbers and is none.
LABELS = _words(
    """
    tracking track trackings trace tracknr number numbers no nr num nummer nummern nos code codes id ids
    tn parcel parcels package packages pkg shipment shipments shipping shipped label labels
    sendungsnummer sendungsnummern sendung sendungen sendungsverfolgung sendungsnr paket pakete
    paketnummer paketnr trackingnummer trackingnummern trackingnr numero numeros n suivi colis de du del
    la le the seguimiento rastreo guia spedizione tracciabilita awb waybill consignment connote barcode
    link url is are and und et y e og och i oraz ed or plus of for via by with box carton piece pieces
    st nd
    """
)
# With one of these a bare figure is something else than a parcel's number.
NO_PARCEL = _words(
    """
    pickup picked pick collect collected collection abholung abgeholt selbstabholer retrait recogida
    ritiro phone tel telefon call order invoice rechnung facture po refund refunded weight kg lb lbs
    cancelled canceled
    """
)
# What people type where there is no number: nothing is told about it.
BLANK = _words(
    """
    na none no not yet available tbd tba tbc pending unknown null nil notracking notrackingnumber
    notavailable notyet withouttracking untracked keine keinenummer ka ohne ohnetracking aucun sans
    ninguno sin nessuno geen x later soon nottrackable notrack tofollow nil notracked
    keintracking keinesendungsnummer ohnesendungsnummer ohnesendungsverfolgung nichtverfugbar nichtvorhanden
    keineangabe folgt folgtspater wirdnachgereicht entfallt
    sanssuivi passuivi pasdesuivi nondisponible indisponible nonsuivi avenir bientot aucunnumero neant so
    sinseguimiento nodisponible sinnumero noaplica nohay nulo pendiente enespera
    nontracciabile nessunnumero senzatracking indisponibile
    nvt nietbeschikbaar geentracking geennummer ejsparbar ingensporing brak
    semrastreio naodisponivel semnumero
    """
)
