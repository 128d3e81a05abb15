"""A stand-in for payment gateways: charges that are paid by hand and expire by the clock.

Midtrans (docs.midtrans.com) and Xendit's invoices (developers.xendit.co), with their notifications.
"""
