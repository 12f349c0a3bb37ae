// Words that tell what a number is, in the languages of the store's listings. Lower case, without accents
// (both sides are brought to that form); a word of phone or id may also be the start of a longer one.

/** Whole words, and in scripts without spaces parts of words, that announce a telephone number. */
export const PHONE_WORDS =
  'tel tele telf tfno callerid clip tlf tlfn tfn tff tph ph phn phone phones telephone telephones telephonenumber fon mob mobi cell cellphone cellular cel celular cels mobile mobiles ' +
  'landline hotline helpline tollfree call calls calling callback dial ring text sms whatsapp wa viber signal telegram fax telefax faxe telefaks ' +
  'handy festnetz durchwahl rufnummer rufnr anrufen anruf ruf mobil mobilnr mobiltelefon mobilnummer ' +
  'portable fixe gsm appeler appelez joindre standard ligne ' +
  'movil moviles fijo llame llamar llamada llamenos telemovel telem telemovil celulares contacto fone fones zap ligue ligar ligacao ' +
  'cellulare cell chiama chiamare chiamaci recapito numeroverde ' +
  'telefoon telefoonnummer telnr mobiel mobielnummer vast bel bellen bereikbaar doorkiesnummer ' +
  'telefon telefonu telefony telefonie telefonicznie komorka komorkowy kom stacjonarny zadzwon dzwon infolinia ' +
  'mobilni pevna linka zavolejte volejte volajte mobilny pevny ' +
  'telefonszam mobilszam vezetekes hivja hivas ' +
  'fix sunati apelati suna contactati ' +
  'телефон телефони телефоны телефона телефону тел тлф моб мобильный мобильная мобилен мобільний сотовый сот звоните звонить позвоните позвонить факс вайбер ватсап городской домашний рабочий гсм обадете стационарен телефонуйте дзвоніть дзвонити мобител позовите ' +
  'τηλεφωνο τηλεφωνα τηλ κινητο κιν σταθερο φαξ καλεστε ' +
  'telefonnummer telefonnumre telefonnr telefonnummeret telefonnumret tlfnr mobiltlf fasttelefon ring ringe ringa mobilnummeret ' +
  'telefoninumero puhelin puhelinnumero puh matkapuhelin gsm kannykka soita vaihde ' +
  'telefonas telefono mobilusis mob talrunis talr mobilais zvaniet telefoninumber mobiiltelefon lauatelefon helista skambinkite ' +
  'mobitel telefona fiksni nazovite pozovite poklicite stacionarni ' +
  'ceptel cep gsm telefonu arayin arayiniz sabit faks dahili ' +
  'dienthoai hotro goi sdt đt dt didong ' +
  'telp telpon telepon ponsel hp nohp notelp hubungi telefonbimbit bimbit ' +
  'telepono selpon tawagan';

/** Parts that announce a telephone number wherever they stand in a word. */
export const PHONE_PARTS =
  'telef telep phone mobilt handynu rufnum telno faxn mobiln ' +
  'هاتف الهاتف جوال موبايل تلفون تليفون فاكس واتساب محمول اتصل تلفن موبایل همراه تماس دورنگار فون فیکس طلبگار رابطہ ' +
  "טלפון נייד טל׳ טל' פקס סלולרי התקשר חייג טל " +
  'फोन फ़ोन मोबाइल दूरभाष संपर्क कॉल ফোন মোবাইল টেলিফোন தொலைபேசி கைபேசி மொபைல் ఫోన్ మొబైల్ ' +
  'โทร มือถือ เบอร์ แฟกซ์ 電話 电话 手机 手機 座机 热线 熱線 传真 傳真 联系方式 聯絡 携帯 ケータイ ファックス ファクス 連絡先 전화 휴대폰 휴대전화 핸드폰 연락처 팩스 ☎ ☏ ✆ 📞 📱 📲 🕿 🕾 📠';

/** Whole words for things that carry a number which is not a telephone's. */
export const ID_WORDS =
  'đơn đon hàng khach id ids ic icdph eori reg  uid guid uuid ref refs reference references referenz referencia referencia referentie rif riferimento viite referens ' +
  'vat ust ustid ustidnr uid mwst mwstnr tva iva tin ein itin ssn nif nie nip nipc cif cuit cuil rut rfc cpf cnpj cnp cui regon krs pesel ico dic tunnus siret siren kvk btw btwnr kbo bce abn acn gst gstin pan aadhaar cvr orgnr orgnum organisasjonsnr momsnr moms alv cnpj inn инн кпп огрн снилс окпо бик едрпоу єдрпоу еик егн бик oib pib mb emso afm αφμ αμκα vkn tckn npwp nik mst ' +
  'iban bic swift blz konto kontonr kto account accounts acct acc cuenta conta compte conto rekening rekeningnummer rachunek ucet cislo szamlaszam cont счет счёт рахунок hesap ' +
  'invoice invoices inv rechnung rechnungen rechnungsnr facture factura facturas fatura faturas fattura fatture factuur facturen faktur szamla racun racuna arve saskaita rekins timologio factura фактура счет накладная lasku fatura ' +
  'order orders bestellung bestell auftrag auftragsnr auftragsnummer commande pedido pedidos encomenda ordine ordini bestelling zamow objednav rendeles comanda заказ заказа замовлення поръчка ordre ordrenr bestilling tilaus tellimus siparis pesanan ' +
  'po so sku upc ean gtin asin isbn issn doi imei imsi iccid mac serial serials seriennummer serienr sn batch lot charge part artikel article articulo artikelnr art item product produkt produit producto prodotto ' +
  'customer customers client clients kunde kunden kundennr kdnr client cliente clientes klant klantnr klient zakaznik ugyfel клиент клиента kundenummer kundnr kundnummer kundenr asiakas asiakasnumero musteri member membership mitglied mitgliedsnr socio lid medlem medlemsnr ' +
  'contract contracts vertrag vertragsnr contrat contrato contratto contractnummer umowa umowy smlouva smlouvy szerzodes договор договора договір avtal avtalsnr kontrakt sopimus sozlesme kontrak policy police poliza apolice polizza polis polisnummer polisa pojistka полис ' +
  'tracking track trace trackingnr sendung sendungsnr sendungsnummer paket paketnr suivi colis seguimiento rastreo rastreio spedizione zending przesylka zasilka csomag трек отправление parcel shipment waybill awb consignment delivery lieferschein lieferung bordereau ' +
  'ticket tickets case cases incident vorgang aktenzeichen kenmerk dossier caso expediente expte processo pratica zaak sprawa заявка обращение sak sag arende asia talep tiket booking reservation buchung reservierung reserva prenotazione boeking rezerwacja rezervace foglalas бронь бронирование varaus bokning confirmation pnr voucher coupon receipt beleg belegnr recibo recu scontrino employee page pages pos rma dhl ups usps fedex gls dpd dowod personal supplier vendor lieferant fournisseur proveedor fornecedor fornitore leverancier dostawca debitor kreditor debtor creditor project projekt projet proyecto projeto progetto job claim schaden sinistre siniestro sinistro szkoda container duns lei crn utr bill cheque deposit loan credito debit credit zip postcode postal plz cep barcode model modell firmware company companies student patient deal lead user ' +
  'tax taxes steuer steuernr steuernummer fiscal fiscale impuesto imposto fisc belasting podatek podatkowy налог данък skatt vero vergi pajak ' +
  'payment zahlung paiement pago pagamento betaling platnosc transaction transaktion trx txn transferencia virement mandate mandat mandatsreferenz ' +
  'register registry registration registernummer handelsregister hrb hra licence license licencia lizenz permit passport passnr pasaporte passeport ausweis paszport pas паспорт pid matricula matricule immatriculation plate plates chassis vin fin ' +
  'version ver build release rev revision commit bug issue pr port ip epoch timestamp unix time token code codes hash checksum key row index record entry object asset device meter session message document dokument documento angebot angebote offer offerte offert quote quotation devis presupuesto orcamento preventivo oferta nabidka ajanlat oferte tarjous tilbud tilaus teklif routing sort zahler zaehler zahlernummer contador compteur contatore invoiceid orderid customerid ' +
  'personnummer samordningsnummer fodselsnummer hetu henkilotunnus personenkennziffer versicherungsnummer sozialversicherungsnummer bsn nss nino nhs amka tcno ' +
  'amount total subtotal sum summe betrag gesamt montant importe valor totale importo bedrag kwota suma castka osszeg сумма итого belopp belob summa tutar jumlah umsatz revenue ricavo budget price preis prix precio preco prezzo prijs cena цена pris hinta fiyat harga balance saldo quantity qty menge anzahl population salary ' +
  'cedula dni ruc nit rnc curp folio guia serie legajo albaran vs protocolo inscricao estadual cadastro boleto matricola codice bolla ddt ' +
  'adherent abonne konta rachunku zlecenie zgloszenie symbol variabilni specificky spisova azonosito iktatoszam ugyszam артикул лицевой инвентарный табельный партия серия ' +
  'abone takip kimlik seri thue pelanggan ' +
  'lat lon lng latitude longitude gps coords coordinates koordinaten coordenadas elevation altitude';

/** Parts that name such a thing wherever they stand in a word (compounds, and scripts without spaces). */
export const ID_PARTS =
  'τιμολογ παραγγελι παραστατικ συμβολαι rechnungsn kundenn kundennum bestelln auftragsn vertragsn sendungsn ordern invoicen steuern belegn artikeln seriennu lieferschein mitgliedsn buchungs reservierungs vorgangs aktenz policenn versicherungs kontonu faktura factuurn bestelnu klantnu ordernu rekeningn kassen organisationsn organisasjonsn asiakasn laskun tilausn viiten szamlas rendelesz adoszam cegjegyz ' +
  'الفاتورة فاتورة العميل عميل الزبون زبون رقم الطلب طلب الحساب حساب العقد الضريبي مرجع تتبع هوية شحنة بوليصة سفارش ملی پیگیری قرارداد העסק חשבונית הזמנה זהות תיק מספר לקוח עוסק ח.פ שובר फ़ाइल आईडी पंजीकरण रसीद चालान आदेश ऑर्डर खाता इनवॉइस ใบแจ้งหนี้ คำสั่งซื้อ เลขที่ ใบสั่งซื้อ สมาชิก รหัส บัญชี ภาษี ' +
  '发票 發票 订单 訂單 合同 合約 账号 帳號 账户 税号 稅號 统一编号 統一編號 编号 編號 单号 單號 快递 客户号 身份证 請求書 注文 伝票 契約 顧客番号 口座 法人番号 追跡 管理番号 会員 송장 주문 주민 계좌 사업자 계약 고객번호 운송장 등록번호 청구서';

/** Words between a label and its number that say nothing themselves. */
export const LINK_WORDS =
  'is at on the of for a my our your me us via number numbers numeros nummer numeru numerem cislo szam szama номер номеру номера номером номер num numara numarasi nomor ' +
  'und and or oder ou o y e en et i a unter auf am bei lautet ist est es au sur al il el la le los les de del da do des den der die das dem op onder pod na за по на to be contact direct direkt office buro bureau work home main private business personal secondary primary other new old tag note ' +
  'geschaftlich privat dienstlich zentrale trabajo oficina casa trabalho bureau domicile lavoro ufficio werk thuis prive praca domu prace domu 番号 号码 號碼 번호 नंबर नम्बर संख्या क्रमांक نمبر شماره หมายเลข';

/** Trunk words that turn the digits after a number into its extension; longest first where one begins another. */
export const EXTENSION_WORDS =
  'extensions extension extensión extensao extensão extensie extn exten ext xtn poste posti post anexo anex ramais ramal interno internal interne intern int ' +
  'durchwahl dw nebenstelle nbst nst apparat app klappe kl toestel tst doorkiesnummer wewnętrzny wewnetrzny wewn wew klapka linka linija mellék mellek mell ' +
  'dahili dah anknytning ankn lokalnummer lokal lok alanumero alaliittymä sisenumber vidinis vid iekšējais interní kućni ' +
  'доб добавочный доп внутренний внутр вн вътр вътрешен εσωτερικό εσωτ εσ máy lẻ nhánh ekstensi ekst samb pes local loc ' +
  '分机号 分机 分機 内線番号 内線 轉 转 내선번호 내선 교환 ต่อ สาขา שלוחה تحويلة داخلي داخلی एक्सटेंशन एक्स.';

/** What stands after an amount or a measure. */
export const UNITS =
  'eur usd gbp chf jpy cny inr brl mxn pln czk huf ron sek nok dkk rub uah try aud cad nzd sgd hkd krw thb zar euro euros dollar dollars pounds kr zl zł kč kc ft lei руб грн tl ' +
  'kg g mg t km m cm mm ml l gb mb kb tb kwh mwh gwh kw mw hz mhz ghz pcs pieces units stk stuck szt ks db шт ms sec seconds min hours hrs h days rows items views followers users bytes points pts px sqm sqft m2 km2 people inhabitants';

/** What stands before an amount. */
export const CURRENCIES =
  'eur usd gbp chf jpy cny inr brl mxn pln czk huf ron sek nok dkk rub uah try aud cad nzd sgd hkd krw thb zar rs us$ r$ kr § ≈ ~';

/** People and companies: they have numbers of both kinds, so only bare digits behind them are taken for an id. */
export const WHO_WORDS =
  'customer customers client clients kunde kunden cliente clientes klant klanten klient zakaznik ugyfel клиент клиента asiakas musteri member mitglied socio lid medlem ' +
  'employee employees supplier vendor lieferant fournisseur proveedor fornecedor fornitore leverancier dostawca debitor kreditor patient student user users company companies lead ग्राहक مشتری 고객 회원';
