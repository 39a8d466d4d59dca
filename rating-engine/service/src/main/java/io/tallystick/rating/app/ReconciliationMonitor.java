package io.tallystick.rating.app;

import java.util.List;

/** Who is told what was compared. No method may fail or wait. */
public interface ReconciliationMonitor {
    /** These checks were done. */
    void checked(List<ReconciliationCheck> checks);
}
