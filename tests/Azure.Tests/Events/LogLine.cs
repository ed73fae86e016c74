using Microsoft.Extensions.Logging;

namespace TenantTokens.AzureTests.Events;

/// <summary>A line that got through the levels of host.json.</summary>
internal sealed record LogLine(string Category, LogLevel Level, string Message);
