/** REST, pages and documents. */
package io.tallystick.invoice.http;
