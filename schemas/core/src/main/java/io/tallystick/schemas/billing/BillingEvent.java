package io.tallystick.schemas.billing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Value of {@code billing.events}: something happened that others may want to know.
 *
 * @param id unique, the same when it is sent again
 * @param type such as {@code invoice.finalized} or {@code close.completed}
 * @param customerId whom it concerns, null for the whole installation
 * @param occurredAt when it happened
 * @param data the resource as the REST API shows it
 */
public record BillingEvent(String id, String type, String customerId, Instant occurredAt, JsonNode data) {}
