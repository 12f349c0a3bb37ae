// What stands beside amounts and measures. How they are written: notation.ts; here every word is whole.

/** ISO 4217 and what is written like it, in capitals only where it stands after an amount. */
export const CURRENCY_CODES =
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn bzd cad cdf chf clf clp cny cnh cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lak lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle sos srd ssp stn syp szl thb tjs tmt tnd top try ttd twd tzs uah ugx usd usdt uyu uzs vef ves vnd vuv wst xaf xag xau xcd xdr xof xpf yer zar zmw btc eth ' +
  'ntd rmb rm rp rs nis ksh';

const MONEY_WORDS =
  'eur usd gbp chf jpy cny inr brl mxn pln czk huf sek nok dkk rub uah aud nzd hkd krw thb zar euro euros dollar dollars pounds francs franken kr kron kronor kroner krona kronur zl złotych zloty zlotych kč kc korun koruna ft forint leu lei лв лева руб руб. рублей рубля рубль р. грн гривень дин дин. дирхам тенге тг сум tl lirasi ευρώ pesos reais bolivianos colones quetzales lempiras yuan baht đồng rupiah rupees ringgit riyals dirhams shekels nis shillings naira cedis ' +
  'درهم ريال دينار جنيه ليرة ریال تومان روپے روپیہ شقل ש״ח שקל שקלים रुपये रुपए रुपया টাকা บาท 元 円 원 圆 圓 块';

/** Whole words after an amount or a measure. */
export const UNITS =
  `${MONEY_WORDS} ` +
  'kg g mg t km m cm mm ml l gb mb kb tb kib mib gib kwh mwh gwh kw mw hz mhz ghz pcs pieces pc units stk stück szt ks kpl db шт pz pzas adet kom kos gab vnt tk buc ' +
  'ms sec seconds min hours hrs h days rows items views followers users bytes byte points pts px sqm sqft m2 km2 m3 cm3 ft2 ft3 people inhabitants einwohner habitants habitantes 人 件 個 个 名 회 명 개';

/** What stands before an amount, beside the codes. */
export const CURRENCIES =
  'eur usd gbp chf jpy cny inr brl mxn pln czk huf sek nok dkk rub uah aud cad nzd sgd hkd krw thb zar rs rp rm us$ r$ s/ s/. kr ksh ₨ tk nt$ hk$ a$ c$ nz$ s$ mx$ sfr £ € § ≈ ~';
