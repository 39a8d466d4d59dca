package io.tallystick.rating.model;

import io.tallystick.schemas.time.BillingPeriod;

/** A stretch of a subscription's life in which nothing changes. */
record Span(BillingPeriod time, State state) {}
