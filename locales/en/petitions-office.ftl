# petitions-office
