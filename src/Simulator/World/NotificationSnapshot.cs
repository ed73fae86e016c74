namespace TenantTokens.Simulator;

/// <summary>A card in the Teams channel, as its readers see it.</summary>
/// <param name="Title">The card's heading.</param>
/// <param name="Text">Everything below the heading, one line for each paragraph and fact.</param>
public sealed record NotificationSnapshot(string Title, string Text);
