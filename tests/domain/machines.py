"""The four machines as a person would write them down: status, action, status afterwards.

Written out on its own, so that a change of a table in domain/ is a change here as well.
"""

UNDERWAY = "handed_over in_transit out_for_delivery attempt_failed delayed"

ORDER = """
draft       submit   submitted
submitted   confirm  confirmed
submitted   reject   rejected
submitted   expire   expired
submitted   cancel   cancelled
confirmed   expire   expired
confirmed   cancel   cancelled
confirmed   start    processing
processing  cancel   cancelled
processing  complete completed
"""

PAYMENT = """
unpaid              submit_proof            proof_submitted
unpaid              fall_due_on_delivery    cod_due
unpaid              receive_part            partially_paid
unpaid              receive_all             paid
unpaid              receive_too_much        overpaid
unpaid              void                    voided
proof_submitted     submit_proof            proof_submitted
proof_submitted     refuse_proof            unpaid
proof_submitted     refuse_proof_keep_part  partially_paid
proof_submitted     receive_part            partially_paid
proof_submitted     receive_all             paid
proof_submitted     receive_too_much        overpaid
proof_submitted     refund_part             partially_refunded
proof_submitted     refund_all              refunded
proof_submitted     credit_rest             paid
proof_submitted     let_off                 overpaid
proof_submitted     void                    voided
partially_paid      submit_proof            proof_submitted
partially_paid      receive_part            partially_paid
partially_paid      receive_all             paid
partially_paid      receive_too_much        overpaid
partially_paid      refund_part             partially_refunded
partially_paid      refund_all              refunded
partially_paid      credit_rest             paid
partially_paid      let_off                 overpaid
cod_due             receive_part            partially_paid
cod_due             receive_all             paid
cod_due             receive_too_much        overpaid
cod_due             void                    voided
paid                receive_too_much        overpaid
paid                refund_part             partially_refunded
paid                refund_all              refunded
overpaid            receive_too_much        overpaid
overpaid            refund_part             partially_refunded
overpaid            refund_all              refunded
partially_refunded  receive_too_much        overpaid
partially_refunded  refund_part             partially_refunded
partially_refunded  refund_all              refunded
refunded            receive_too_much        overpaid
voided              receive_too_much        overpaid
"""

SHIPMENT = """
pending              pick             picking
pending              pack             packed
pending              cancel           cancelled
picking              pack             packed
picking              cancel           cancelled
packed               hand_over        handed_over
packed               cancel           cancelled
UNDERWAY             move             in_transit
UNDERWAY             go_out           out_for_delivery
UNDERWAY             fail_attempt     attempt_failed
UNDERWAY             delay            delayed
UNDERWAY             deliver          delivered
UNDERWAY             lose             lost
UNDERWAY             turn_back        returning
UNDERWAY             come_back        returned_to_sender
lost                 move             in_transit
lost                 go_out           out_for_delivery
lost                 fail_attempt     attempt_failed
lost                 delay            delayed
lost                 deliver          delivered
lost                 come_back        returned_to_sender
lost                 cancel           cancelled
returning            move             in_transit
returning            go_out           out_for_delivery
returning            fail_attempt     attempt_failed
returning            delay            delayed
returning            deliver          delivered
returning            come_back        returned_to_sender
returned_to_sender   cancel           cancelled
delivered            open_inspection  awaiting_inspection
awaiting_inspection  accept           accepted
awaiting_inspection  auto_accept      auto_accepted
awaiting_inspection  dispute          disputed
accepted             dispute          disputed
auto_accepted        dispute          disputed
disputed             resolve          accepted
"""

RETURN = """
requested   approve                approved
requested   approve_without_goods  inspected
requested   decline                declined
requested   cancel                 cancelled
approved    cancel                 cancelled
approved    send                   in_transit
approved    receive                received
in_transit  receive                received
received    inspect                inspected
inspected   settle                 settled
"""


def rows(text: str) -> dict[tuple[str, str], str]:
    """Return {(status, action): status afterwards} of a table above."""
    found: dict[tuple[str, str], str] = {}
    for line in text.strip().splitlines():
        group, action, after = line.split()
        for status in UNDERWAY.split() if group == "UNDERWAY" else [group]:
            assert (status, action) not in found, line
            found[status, action] = after
    return found
