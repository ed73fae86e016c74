namespace TenantTokens.Simulation.Product;

/// <summary>What a request to the pages or the API was answered.</summary>
internal sealed record WebReply(int Status, string Body, string? Cookie);
