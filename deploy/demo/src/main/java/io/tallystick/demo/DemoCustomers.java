package io.tallystick.demo;

import io.tallystick.demo.DemoCustomer.Volume;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The 25 customers. Most bill by the calendar month; two on the 15th, one on the 31st, and two began within October. Where the zone
 * lies west of Greenwich, October ends after the cut-off at midnight UTC, so that its usage is not billed by the demo's close.
 */
final class DemoCustomers {
    /** Sends events, but nobody ever gave it a plan. */
    static final String STRANGER = "ghost-integrations";

    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final LocalDate MID_SEPTEMBER = LocalDate.of(2026, 9, 15);

    static final List<DemoCustomer> ALL = Stream.of(community(), developer(), professional(), enterprise())
            .flatMap(List::stream)
            .toList();

    private DemoCustomers() {}

    private static List<DemoCustomer> community() {
        Who who = new Who(Tier.COMMUNITY);
        return List.of(
                who.is("teos-weather-bot", "Teo's Weather Bot", "Lisbon", "Europe/Lisbon", 640, 18),
                who.is("campus-radio-graz", "Campus Radio Graz", "Graz", "Europe/Vienna", 480, 12),
                who.is("open-atlas", "Open Atlas Collective", "Reykjavík", "Atlantic/Reykjavik", 900, 25),
                who.is("pixel-orchard", "Pixel Orchard", "Osaka", "Asia/Tokyo", 310, 9),
                who.is("makerspace-otautahi", "Makerspace Ōtautahi", "Christchurch", "Pacific/Auckland", 220, 6),
                who.is("lindqvist-lab", "Lindqvist Hobby Lab", "Umeå", "Europe/Stockholm", 150, 4));
    }

    private static List<DemoCustomer> developer() {
        Who who = new Who(Tier.DEVELOPER);
        Who since15th = who.since(MID_SEPTEMBER);
        Who since12th = who.since(OCTOBER.withDayOfMonth(12));
        Who endOfMonth = who.since(LocalDate.of(2026, 9, 30));
        return List.of(
                who.is("brightpath-tutors", "Brightpath Tutors", "Leeds", "Europe/London", 13_400, 210),
                who.is("kumo-notes", "Kumo Notes", "Kyoto", "Asia/Tokyo", 11_800, 160)
                        .taking(new Take("backup", 1, OCTOBER)),
                who.is("ledgerleaf", "Ledgerleaf Bookkeeping", "Pune", "Asia/Kolkata", 1_900, 140),
                who.is("tidepool-games", "Tidepool Games", "Nairobi", "Africa/Nairobi", 2_300, 320),
                who.is("saudade-recipes", "Saudade Recipes", "Recife", "America/Recife", 1_100, 60),
                who.is("pinecone-realty", "Pinecone Realty", "Albany", "America/New_York", 900, 80),
                since15th.is("cartwheel-travel", "Cartwheel Travel", "Valencia", "Europe/Madrid", 1_700, 190),
                since12th
                        .is("fernhill-legal", "Fernhill Legal", "Cork", "Europe/Dublin", 1_000, 150)
                        .anchored(OCTOBER),
                endOfMonth
                        .is("quill-and-query", "Quill & Query", "Lyon", "Europe/Paris", 1_200, 110)
                        .anchored(LocalDate.of(2026, 8, 31)));
    }

    private static List<DemoCustomer> professional() {
        Who who = new Who(Tier.PROFESSIONAL);
        Who since15th = who.since(MID_SEPTEMBER);
        Who since20th = who.since(OCTOBER.withDayOfMonth(20));
        LocalDate eighth = OCTOBER.withDayOfMonth(8);
        return List.of(
                who.is("harbour-analytics", "Harbour Analytics", "Rotterdam", "Europe/Amsterdam", 4_200, 900)
                        .taking(new Take("backup", 1, OCTOBER), new Take("training", 10, OCTOBER.withDayOfMonth(20))),
                who.is("norrland-logistics", "Norrland Logistics", "Luleå", "Europe/Stockholm", 2_600, 520)
                        .taking(new Take("reserved_calls", 1, OCTOBER)),
                who.is("vela-health", "Vela Health", "Basel", "Europe/Zurich", 2_200, 640)
                        .taking(
                                new Take("connector_medium", 1, eighth),
                                new Take("connector_medium_maintenance", 1, eighth)),
                who.is("monsoon-retail", "Monsoon Retail", "Kathmandu", "Asia/Kathmandu", 3_100, 380),
                since15th.is("granada-media", "Granada Media", "Granada", "Europe/Madrid", 1_600, 240),
                since20th
                        .is("redgum-insurance", "Redgum Insurance", "Sydney", "Australia/Sydney", 1_000, 130)
                        .anchored(OCTOBER));
    }

    private static List<DemoCustomer> enterprise() {
        Who who = new Who(Tier.ENTERPRISE);
        return List.of(
                who.is("meridian-freight", "Meridian Freight Group", "Accra", "Africa/Accra", 3_800, 900)
                        .paying(contract("4800.00", "0.0012")),
                who.is("aurelia-bank", "Aurelia Bank", "Zürich", "Europe/Zurich", 3_000, 700)
                        .paying(contract("9500.00", "0.0009")),
                who.is("nordhavn-energy", "Nordhavn Energy", "Copenhagen", "Europe/Copenhagen", 2_400, 1_100)
                        .paying(contract("6250.00", "0.0011")),
                who.is("sakura-mobility", "Sakura Mobility", "Nagoya", "Asia/Tokyo", 2_000, 500)
                        .paying(contract("3900.00", "0.0014"))
                        .committing("8000.00"));
    }

    /** The fee and the rate of a call that were negotiated. */
    private static Map<String, String> contract(String fee, String call) {
        return Map.of(
                "fee", "{\"model\":\"flat\",\"amount\":\"" + fee + "\"}",
                "calls", "{\"model\":\"per_unit\",\"unitPrice\":\"" + call + "\"}");
    }

    /** Customers of one tier that began on the same day. */
    private record Who(Tier tier, LocalDate start) {
        Who(Tier tier) {
            this(tier, OCTOBER);
        }

        Who since(LocalDate day) {
            return new Who(tier, day);
        }

        DemoCustomer is(String id, String name, String city, String zone, int calls, int compute) {
            Volume volume = switch (tier) {
                case COMMUNITY -> new Volume(calls, compute, 6, 0);
                case DEVELOPER -> new Volume(calls, compute, 14, 0);
                case PROFESSIONAL -> new Volume(calls, compute, 24, 3);
                case ENTERPRISE -> new Volume(calls, compute, 30, 5);
            };
            return DemoCustomer.of(id, name, city, zone, tier, start, volume);
        }
    }
}
