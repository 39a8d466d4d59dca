package io.tallystick.acceptance.torture;

import io.tallystick.acceptance.torture.TcpProxy.Mood;
import io.tallystick.schemas.crash.CrashPoint;
import java.time.Duration;
import java.util.Locale;
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
    /** The process with the services ends itself before or after a commit, a send or an allocation of numbers; two times in a row. */
    CRASH_POINT_REACHED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            for (int i = 0; i < 2; i++) {
                long until = System.nanoTime() + WAY_TO_A_CRASH.toNanos();
                CrashPoint point = rig.crashes().pick(CrashSites.OF_TRAFFIC, random);
                rig.crashAt(point, CrashSites.nth(point, random), () -> System.nanoTime() < until);
            }
            rig.startServices();
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
    /** The broker does nothing at all for a while, and its connections stay open. */
    BROKER_SILENT {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            rig.signalBroker("STOP");
            Wait.millis(moment(random, 3_000).toMillis());
            rig.signalBroker("CONT");
        }
    },
    /** What a loss of power does: answers of the database are lost, and a moment later every process gets SIGKILL. */
    ALL_KILLED_AT_ONCE {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.DEAF, moment(random, 500), () -> {
                rig.services().process().kill();
                rig.killPostgres();
                rig.killBroker();
            });
            rig.startPostgres();
            rig.startBroker();
            rig.startServices();
        }
    },
    /** Beyond its session, while another process takes its partitions; then it wakes up and believes that they are its own. */
    SERVICES_STOPPED_AND_REPLACED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            Instance next = rig.another();
            next.awaitReady();
            stopAndReplace(rig, next, moment(random, 3_000));
        }
    },
    /** Two more processes join, so that three share the partitions; one leaves in order, one without a word. */
    REBALANCED_AMONG_THREE {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            Instance first = rig.services();
            Instance second = rig.another();
            Instance third = rig.another();
            second.awaitReady();
            third.awaitReady();
            Wait.millis(moment(random, 3_000).toMillis());
            rig.moveTo(second);
            first.process().end("TERM", IN_ORDER);
            Wait.millis(moment(random, 3_000).toMillis());
            rig.moveTo(third);
            second.process().kill();
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
    /** The database has ended every connection, and the services do not hear of it until a moment later. */
    DATABASE_CONNECTIONS_HALF_OPEN {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            rig.database().loseFarEnds();
            Wait.millis(moment(random, 4_000).toMillis());
            rig.database().cut();
        }
    },
    /** What the services commit is committed, but they never hear of it. */
    DATABASE_ANSWERS_LOST {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.DEAF, moment(random, 1_500), () -> {});
        }
    },
    /** Nothing comes through to the database or from it, and nobody is told. */
    DATABASE_SILENT {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.SILENT, moment(random, 3_000), () -> {});
        }
    },
    /** Every piece to the database and from it takes its time. */
    DATABASE_SLOW {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            during(rig.database(), Mood.SLOW, moment(random, 3_000), () -> {});
        }
    },
    /** The disk of PostgreSQL and of the broker has no byte left. */
    DISK_FULL {
        @Override
        boolean isPossible(Rig rig) {
            return rig.disk().isPresent();
        }

        @Override
        void inflict(Rig rig, SplittableRandom random) {
            SmallDisk disk = rig.disk().orElseThrow();
            disk.fill();
            Wait.millis(1_000 + moment(random, 2_000).toMillis());
            disk.clear();
            rig.reviveStorage();
        }
    },
    /** The clock of the services jumps ahead by up to 50 minutes, then as far behind, then it is right again. */
    CLOCK_STEPPED {
        @Override
        void inflict(Rig rig, SplittableRandom random) {
            Duration most = Duration.ofMinutes(1 + random.nextInt(50));
            rig.setClockWrongBy(most);
            Wait.millis(moment(random, 1_500).toMillis());
            rig.setClockWrongBy(most.negated());
            Wait.millis(moment(random, 1_500).toMillis());
            rig.setClockWrongBy(Duration.ZERO);
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
            during(rig.door(), Mood.DEAF, moment(random, 1_500), () -> {});
        }
    };

    private static final Duration IN_ORDER = Duration.ofSeconds(30);
    private static final Duration WAY_TO_A_CRASH = Duration.ofMinutes(1);

    /** Breaks it, waits, and mends it. */
    abstract void inflict(Rig rig, SplittableRandom random);

    /** Whether this machine lets us. */
    boolean isPossible(Rig rig) {
        return true;
    }

    /** For people: {@code database killed}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Stops the process that serves beyond its session, wakes it up behind its successor's back, and ends it. */
    static void stopAndReplace(Rig rig, Instance next, Duration longer) {
        Instance old = rig.services();
        // So that it is stopped in the middle of a unit of work, and not between two of them.
        during(rig.database(), Mood.SILENT, Duration.ofMillis(300), () -> old.signal("STOP"));
        rig.moveTo(next);
        Wait.millis(Rig.SESSION.plus(longer).toMillis());
        old.signal("CONT");
        Wait.millis(3_000);
        rig.fenced(old.fenced() + next.fenced());
        old.process().kill();
    }

    private static Duration moment(SplittableRandom random, int mostMillis) {
        return Duration.ofMillis(1 + random.nextInt(mostMillis));
    }

    private static void during(TcpProxy wire, Mood mood, Duration time, Runnable atItsEnd) {
        wire.become(mood);
        Wait.millis(time.toMillis());
        atItsEnd.run();
        wire.become(Mood.CLEAR);
    }
}
