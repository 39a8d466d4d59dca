package io.tallystick.demo;

import io.tallystick.demo.DemoCustomer.Volume;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * The 25 customers. Most bill by the calendar month; some on the 15th, one on the 31st, two began within October. Where the zone lies
 * west of Greenwich, October ends after the cut-off at midnight UTC, so that its usage is not billed by the demo's close.
 */
final class DemoCustomers {
    /** Sends events, but nobody ever gave it a plan. */
    static final String STRANGER = "ghost-integrations";

    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final LocalDate MID_SEPTEMBER = LocalDate.of(2026, 9, 15);
    private static final LocalDate END_OF_AUGUST = LocalDate.of(2026, 8, 31);
    private static final LocalDate END_OF_SEPTEMBER = LocalDate.of(2026, 9, 30);

    static final List<DemoCustomer> ALL = List.of(
            community("teos-weather-bot", "Teo's Weather Bot", "Lisbon", "Europe/Lisbon", 640),
            community("campus-radio-graz", "Campus Radio Graz", "Graz", "Europe/Vienna", 480),
            community("open-atlas", "Open Atlas Collective", "Reykjavík", "Atlantic/Reykjavik", 900),
            community("pixel-orchard", "Pixel Orchard", "Osaka", "Asia/Tokyo", 310),
            community("makerspace-otautahi", "Makerspace Ōtautahi", "Christchurch", "Pacific/Auckland", 220),
            community("lindqvist-lab", "Lindqvist Hobby Lab", "Umeå", "Europe/Stockholm", 150),
            monthly("brightpath-tutors", "Brightpath Tutors", "Leeds", "Europe/London", Tier.DEVELOPER, 13_400, 210),
            monthly("kumo-notes", "Kumo Notes", "Kyoto", "Asia/Tokyo", Tier.DEVELOPER, 11_800, 160),
            monthly("ledgerleaf", "Ledgerleaf Bookkeeping", "Pune", "Asia/Kolkata", Tier.DEVELOPER, 1_900, 140),
            monthly("tidepool-games", "Tidepool Games", "Nairobi", "Africa/Nairobi", Tier.DEVELOPER, 2_300, 320),
            monthly("saudade-recipes", "Saudade Recipes", "Recife", "America/Recife", Tier.DEVELOPER, 1_100, 60),
            monthly("pinecone-realty", "Pinecone Realty", "Albany", "America/New_York", Tier.DEVELOPER, 900, 80),
            anchored(
                    "cartwheel-travel", "Cartwheel Travel", "Valencia", "Europe/Madrid", Tier.DEVELOPER, MID_SEPTEMBER),
            began("fernhill-legal", "Fernhill Legal", "Cork", "Europe/Dublin", Tier.DEVELOPER, 12),
            endOfMonth("quill-and-query", "Quill & Query", "Lyon", "Europe/Paris", Tier.DEVELOPER),
            monthly(
                    "harbour-analytics",
                    "Harbour Analytics",
                    "Rotterdam",
                    "Europe/Amsterdam",
                    Tier.PROFESSIONAL,
                    4_200,
                    900),
            monthly(
                    "norrland-logistics",
                    "Norrland Logistics",
                    "Luleå",
                    "Europe/Stockholm",
                    Tier.PROFESSIONAL,
                    2_600,
                    520),
            monthly("vela-health", "Vela Health", "Basel", "Europe/Zurich", Tier.PROFESSIONAL, 2_200, 640),
            monthly("monsoon-retail", "Monsoon Retail", "Kathmandu", "Asia/Kathmandu", Tier.PROFESSIONAL, 3_100, 380),
            anchored("granada-media", "Granada Media", "Granada", "Europe/Madrid", Tier.PROFESSIONAL, MID_SEPTEMBER),
            began("redgum-insurance", "Redgum Insurance", "Sydney", "Australia/Sydney", Tier.PROFESSIONAL, 20),
            monthly("meridian-freight", "Meridian Freight Group", "Accra", "Africa/Accra", Tier.ENTERPRISE, 3_800, 900),
            monthly("aurelia-bank", "Aurelia Bank", "Zürich", "Europe/Zurich", Tier.ENTERPRISE, 3_000, 700),
            monthly(
                    "nordhavn-energy",
                    "Nordhavn Energy",
                    "Copenhagen",
                    "Europe/Copenhagen",
                    Tier.ENTERPRISE,
                    2_400,
                    1_100),
            monthly("sakura-mobility", "Sakura Mobility", "Nagoya", "Asia/Tokyo", Tier.ENTERPRISE, 2_000, 500));

    private DemoCustomers() {}

    private static DemoCustomer community(String id, String name, String city, String zone, int calls) {
        Volume volume = new Volume(calls, 12, 6, 0);
        return new DemoCustomer(id, name, city, ZoneId.of(zone), Tier.COMMUNITY, OCTOBER, OCTOBER, volume);
    }

    private static DemoCustomer monthly(
            String id, String name, String city, String zone, Tier tier, int calls, int compute) {
        return new DemoCustomer(id, name, city, ZoneId.of(zone), tier, OCTOBER, OCTOBER, volume(tier, calls, compute));
    }

    private static DemoCustomer anchored(
            String id, String name, String city, String zone, Tier tier, LocalDate anchor) {
        return new DemoCustomer(id, name, city, ZoneId.of(zone), tier, anchor, anchor, volume(tier, 1_600, 200));
    }

    private static DemoCustomer endOfMonth(String id, String name, String city, String zone, Tier tier) {
        Volume volume = volume(tier, 1_200, 110);
        return new DemoCustomer(id, name, city, ZoneId.of(zone), tier, END_OF_SEPTEMBER, END_OF_AUGUST, volume);
    }

    private static DemoCustomer began(String id, String name, String city, String zone, Tier tier, int day) {
        LocalDate start = OCTOBER.withDayOfMonth(day);
        return new DemoCustomer(id, name, city, ZoneId.of(zone), tier, start, OCTOBER, volume(tier, 1_000, 150));
    }

    private static Volume volume(Tier tier, int calls, int compute) {
        return switch (tier) {
            case COMMUNITY, DEVELOPER -> new Volume(calls, compute, 14, 0);
            case PROFESSIONAL -> new Volume(calls, compute, 24, 3);
            case ENTERPRISE -> new Volume(calls, compute, 30, 5);
        };
    }
}
