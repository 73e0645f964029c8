"""The muscles' geometry: from ``data/body/sheets`` to fibre sheets in ``assets/body/sheets.npz``."""
