/** A contact of the demo CRM. Everybody is invented; numbers are from ranges kept free for fiction. */
export interface Contact {
  name: string;
  company: string;
  /** As a hurried colleague typed it. */
  phone: string;
  /** Shown as a `tel:` link with this target. */
  tel?: string;
  city: string;
  /** Things that look like numbers and are none: a date, an invoice, an amount. */
  since: string;
  invoice: string;
  amount: string;
  next: string;
}

/** One line each: name | company | phone | city | since | invoice | amount | next step | tel: target, if linked. */
const LINES = `
Eve Reed|Brackwater Boats|+44 20 7946 0018|London|2024-03-15|INV-20260311|£4,812.50|Call about the mooring
Tuning Fork|Lumen Instruments|(786) 555-0101|Miami|03/02/2025|INV-5550101|$18,240.00|Calibrate, 700 Hz
Bertram Quill|Quill & Sons Stationers|786.555.0102|Miami|2023-11-30|#1002003|$312.10|Always busy, write instead
Nadja Stillwasser|Stillwasser Gartenbau|030 23125 012|Berlin|12.05.2024|RE-2026-0412|1.249,00 €|Try again on Monday
Delphine Nonant|Atelier Nonant|01 99 00 12 34|Paris|07/09/2022|FA 2026 118|4 500,00 €|Offer declined
Hamish Brief|Brief Couriers|020 7946 0027|London|2021-01-04|INV-20260297|£96.00|Keep it short
Orla Prelude|Prelude Insurance|786-555-0107|Coral Gables|06/18/2025|INV-2086|$2,750.00|Renewal 2026-12-01
Dilys Keypad|Nine Keys Security|+49 30 23125034|Berlin|2025-02-28|RE-2026-0419|980,00 €|Confirm code by keypad
Cal Redial|Boomerang Freight|+61 491 570 006|Sydney|19/08/2024|TAX 51 824|A$7,310.00|Will call back
Amara Vale|Northgate Tiling|(212) 555-0143|New York|2024-06-01|INV-20260355|$1,045.00|Send samples|+12125550143
Tomas Greyling|Greyling & Partners|+1 415 555 0126|San Francisco|04/11/2023|INV-3119|$22,400.00|Contract 2026/07
Ines Halloway|Halloway Dental|1-305-555-0188|Miami|2022-10-09|INV-2240|$640.00|Move to 15:30
Per Sandlund|Sandlund Foto|08-465 004 12|Stockholm|2025-04-02|F-77120|12 400 kr|Portfolio, 24 pages
Mirela Oaks|Oaks Catering|(312) 555-0119 ext. 42|Chicago|2024-12-24|INV-41190|$3,380.75|Menu for 120 people
Gus Fenwick|Fenwick Roofing|0161 496 0142|Manchester|2023-08-17|INV-88-201|£12,900.00|Roof, 84 m²
Liv Marlow|Marlow Print|0121 496 0077|Birmingham|2025-01-20|INV-88-202|£415.00|Proof 3 of 4
Rufus Tarn|Tarn Outdoor|07700 900461|Kendal|2024-05-05|INV-88-203|£58.20|Size 42, two pairs|+447700900461
Sabine Ostwald|Ostwald Logistik|089 99998-120|München|01.10.2023|RE-2026-0433|14.020,00 €|Tor 7, 08:30
Jonas Elbrecht|Elbrecht Yachtbau|(040) 66969 301|Hamburg|2022-07-13|RE-2026-0434|89.500,00 €|Kiel 2026
Frauke Lindwurm|Lindwurm Verlag|0221/4710 188|Köln|2025-09-30|RE-2026-0435|2.340,00 €|ISBN 978-3-000-00000-1
Basile Corbier|Corbier Vins|+33 (0)4 65 71 22 08|Lyon|14/02/2024|FA 2026 121|1 980,40 €|Caisse de 12
Aurore Saint-Clair|Saint-Clair Conseil|06.39.98.41.07|Lille|2023-05-22|FA 2026 122|6 000,00 €|RDV 14h15
Gaspard Lunel|Lunel Énergie|02-61-91-55-30|Rennes|2025-11-03|FA 2026 123|33 750,00 €|SIRET à vérifier
Kirra Dunstan|Dunstan Pools|(02) 5550 4417|Sydney|08/06/2025|TAX 51 830|A$15,600.00|Fence check
Darcy Wattle|Wattle Nursery|0491 570 156|Newcastle|2024-09-11|TAX 51 831|A$212.30|300 seedlings|+61491570156
Joan Petrel|Petrel Charter|+1 (786) 555-0131|Key West|2021-12-12|INV-9001|$5,125.00|Tide table
Oskar Finch|Finch Audio|1 (646) 555-0172|New York|2026-01-07|INV-9002|$799.99|Serial 4021-7786-0155
Priya Lantern|Lantern Events|646 555 0173|New York|2025-07-19|INV-9003|$41,000.00|Stage 6 x 4 m
Wendell Ames|Ames Hardware|+1.206.555.0155|Seattle|11/30/2024|INV-9004|$88.15|SKU 0012345678
Carys Moreno|Moreno Travel|206-555-0156 x7|Seattle|2023-02-14|INV-9005|$1,902.00|PNR 6QX81Z
Teodor Vance|Vance Analytics|+44 117 496 0203|Bristol|2024-10-01|INV-88-210|£27,300.00|Q3: 1,204,551 rows
Nell Harrow|Harrow Farm Shop|0117 496 0204|Bristol|2025-03-29|INV-88-211|£143.90|Eggs, 240
Silas Brook|Brook & Weir Law|+44 (0)20 7946 0330|London|2020-06-06|INV-88-212|£9,480.00|Case 2026-HC-00417
Maud Ingleby|Ingleby School|020 7946 0331 / 0332|London|2022-09-01|INV-88-213|£1,150.00|Term starts 6 Jan
Henrik Aalto|Aalto Möbel|+49 69 90009 455|Frankfurt|15.03.2025|RE-2026-0440|7.777,00 €|Lieferung KW 48
Greta Sommer|Sommer Optik|069 90009 456|Frankfurt|2024-04-30|RE-2026-0441|289,00 €|Dioptrien -2,25
Leandro Paz|Paz Fitness|(305) 555-0160|Miami|2025-05-17|INV-7020|$59.00|Member 30555|+13055550160
Ximena Cruz|Cruz Florals|+1-305-555-0161|Miami|02/14/2026|INV-7021|$430.00|Roses, 200
Abel Stroud|Stroud Elevators|305 555 0162|Hialeah|2023-03-03|INV-7022|$64,800.00|Lift 3, 1250 kg
Noor Castell|Castell Pharmacy|305.555.0163|Miami|2024-08-08|INV-7023|$77.40|Batch 24080813
Ewan Skerry|Skerry Fish|0131 496 0110|Edinburgh|2025-10-10|INV-88-220|£640.00|Ice, 80 kg
Isla Corran|Corran Knitwear|0141 496 0655|Glasgow|2024-11-27|INV-88-221|£225.00|Wool 8 ply
Dara Quinlan|Quinlan Bikes|020 913 0155|Cork|2023-06-18|INV-IE-17|€1,340.00|Frame 56 cm
Una Tierney|Tierney Books|+353 20 914 0266|Cork|2022-02-22|INV-IE-18|€84.60|18 titles
`;

/** The table, in its order; the first nine are the callers who can be reached. */
export const contacts: readonly Contact[] = LINES.trim()
  .split('\n')
  .map((line) => {
    const [
      name = '',
      company = '',
      phone = '',
      city = '',
      since = '',
      invoice = '',
      amount = '',
      next = '',
      tel,
    ] = line.split('|');
    return { name, company, phone, city, since, invoice, amount, next, ...(tel !== undefined && { tel }) };
  });

/** The part of a company page's address that names the company. */
export function companyId(company: string): string {
  return company
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
}
