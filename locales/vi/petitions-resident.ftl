# petitions-resident
