package io.tallystick.acceptance.torture;

import io.tallystick.acceptance.torture.TcpProxy.Mood;
import java.time.Duration;
import java.util.SplittableRandom;

/** Everything that is broken on purpose. Each returns when what it broke is mended, so that the next one meets a whole system. */
public enum Fault {
    /** The process with the services gets SIGKILL. */
    SERVICES_KILLED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            rig.killServices(moment(random, 1_000));
        }
    },
    /** PostgreSQL and all its processes get SIGKILL. */
    DATABASE_KILLED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            rig.killPostgres(moment(random, 2_000));
        }
    },
    /** The broker gets SIGKILL. */
    BROKER_KILLED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            rig.killBroker(moment(random, 2_000));
        }
    },
    /** Beyond its session, while another process takes its partitions; then it wakes up and believes that they are its own. */
    SERVICES_STOPPED_AND_REPLACED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            Instance old = rig.services();
            Instance next = rig.another();
            next.awaitReady();
            // So that it is stopped in the middle of a unit of work, and not between two of them.
            during(rig.database(), Mood.SILENT, Duration.ofMillis(300), () -> old.signal("STOP"));
            rig.moveTo(next);
            Wait.millis(Rig.SESSION.plus(moment(random, 3_000)).toMillis());
            old.signal("CONT");
            Wait.millis(3_000);
            rig.fenced(old.fenced() + next.fenced());
            old.process().kill();
        }
    },
    /** All connections to the database end, five times in a row. */
    DATABASE_CONNECTIONS_CUT {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            for (int i = 0; i < 5; i++) {
                rig.database().cut();
                Wait.millis(moment(random, 500).toMillis());
            }
        }
    },
    /** What the services commit is committed, but they never hear of it. */
    DATABASE_ANSWERS_LOST {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.DEAF, moment(random, 1_500));
        }
    },
    /** Nothing comes through to the database or from it, and nobody is told. */
    DATABASE_SILENT {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.SILENT, moment(random, 3_000));
        }
    },
    /** Every piece to the database and from it takes its time. */
    DATABASE_SLOW {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.SLOW, moment(random, 3_000));
        }
    },
    /** All connections of the senders end, ten times in a row. */
    SENDERS_CUT_OFF {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            for (int i = 0; i < 10; i++) {
                rig.door().cut();
                Wait.millis(moment(random, 300).toMillis());
            }
        }
    },
    /** The events are taken, but the senders never hear of it and send them again. */
    ANSWERS_TO_SENDERS_LOST {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.door(), Mood.DEAF, moment(random, 1_500));
        }
    };

    /** Breaks it, waits, and mends it. */
    abstract void inflict(Rig rig, SplittableRandom random);

    private static Duration moment(SplittableRandom random, int mostMillis) {
        return Duration.ofMillis(1 + random.nextInt(mostMillis));
    }

    private static void during(TcpProxy wire, Mood mood, Duration time) {
        during(wire, mood, time, () -> {});
    }

    private static void during(TcpProxy wire, Mood mood, Duration time, Runnable atItsEnd) {
        wire.become(mood);
        Wait.millis(time.toMillis());
        atItsEnd.run();
        wire.become(Mood.CLEAR);
    }
}
