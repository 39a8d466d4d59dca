package io.tallystick.ingest.config;

import io.tallystick.ingest.app.DoorLedger;
import io.tallystick.ingest.app.EventLog;
import io.tallystick.ingest.app.Intake;
import io.tallystick.ingest.app.IntakeWatch;
import io.tallystick.ingest.app.MeterCatalog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the use case together with its adapters. */
@Singleton
class Wiring {
    @Produces
    @Singleton
    DoorLedger ledger() {
        return new DoorLedger();
    }

    @Produces
    @Singleton
    Intake intake(MeterCatalog meters, EventLog log, DoorLedger ledger, IntakeWatch watch, InstantSource clock) {
        return new Intake(meters, log, ledger, watch, clock);
    }
}
