package io.tallystick.rating.app;

import io.tallystick.rating.app.WhatIf.Choice;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIf.Total;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where what-ifs and their results are kept. */
public interface WhatIfStore {
    /** The one of an id. */
    Optional<WhatIf> find(String id);

    /** Those after {@code after} in the order of their ids. */
    List<WhatIf> list(String after, int limit);

    /** The results together, by currency. */
    List<Total> totals(String id);

    /** Customers that could not be computed. */
    long unknown(String id);

    /** Results behind one of them, in the order of the choice. */
    List<Result> results(String id, Choice choice, Optional<Result> after, int limit);

    /** Does a command, or a part of a run, in one transaction. */
    <T> T change(Function<Editor, T> work);

    /** The transaction. */
    interface Editor extends Commands {
        /** Customers that an order may concern, after {@code after}, in order. */
        List<String> customers(WhatIf.Order order, String after, int limit);

        /** How many there are. */
        long count(WhatIf.Order order);

        /** Adds one. */
        void add(WhatIf whatIf);

        /** One that runs and on which nobody else works. */
        Optional<WhatIf> claim();

        /** The one of an id; nobody else changes it until this transaction ends. */
        Optional<WhatIf> lock(String id);

        /** Adds results. */
        void addResults(String id, List<Result> results);

        /** Replaces state, cursor and progress. */
        void save(WhatIf whatIf);
    }
}
