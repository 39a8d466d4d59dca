/** How verbs speak: {@link io.tallystick.launcher.view.Screen} for progress, {@link io.tallystick.launcher.view.Text} for figures. */
package io.tallystick.launcher.view;
