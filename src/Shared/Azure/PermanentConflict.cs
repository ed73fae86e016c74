namespace TenantTokens.Azure;

/// <summary>
/// Distinguishes, by Azure's error code, a 409 that waiting resolves from one that it does not. An unknown code counts as permanent: the
/// host then fails with Azure's message, the failure budget counts it, and a person can retry it. Otherwise every host of the fleet would
/// be tried three times.
/// </summary>
/// <remarks>https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors</remarks>
internal static class PermanentConflict
{
    /// <summary>Our code for a lock on the machine, its resource group or its subscription.</summary>
    public const string ScopeLocked = "scope-locked";

    /// <summary>Our code for a machine that already has as many run commands as Azure allows.</summary>
    public const string TooManyRunCommands = "too-many-run-commands";

    private static readonly HashSet<string> _passing = new(StringComparer.OrdinalIgnoreCase)
    {
        "Conflict",
        "AnotherOperationInProgress",
        "OperationPreempted",
        "OperationInProgress",
        "RetryableError",
        "RequestConflict",
        "ConcurrentUpdateError",
        "ConflictingConcurrentWriteNotAllowed",
        "ConcurrentOperationError",
        "ResourceModified",
        "ProvisioningInProgress",
        "NotLatestOperation",
        "VMAgentStatusCommunicationError",
        "StorageAccountOperationInProgress",
    };

    private static readonly Dictionary<string, string> _named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ScopeLocked"] = ScopeLocked,
        ["RequestDisallowedByPolicy"] = "denied-by-policy",
        ["ReadOnlyDisabledSubscription"] = "subscription-disabled",
        ["SubscriptionNotRegistered"] = "provider-not-registered",
        ["MissingSubscriptionRegistration"] = "provider-not-registered",
        ["ResourceGroupBeingDeleted"] = "machine-being-deleted",
    };

    /// <summary>Returns our kebab-case code for an answer that waiting does not resolve; null when it may pass.</summary>
    /// <param name="error">The body of the 409.</param>
    public static string? Find(ArmError error)
    {
        foreach (string code in error.Codes)
        {
            if (Known(code) is { } named)
            {
                return named;
            }

            if (code.Equals("OperationNotAllowed", StringComparison.OrdinalIgnoreCase))
            {
                return NotAllowed(error.Message);
            }
        }

        return error.Codes.All(code => code.Length is 0 || _passing.Contains(code)) ? null : "http-409";
    }

    /// <summary>
    /// Returns our code for what a policy, a lock or a subscription forbids, whatever the HTTP status; null for any other error code.
    /// </summary>
    public static string? Known(string code) => _named.GetValueOrDefault(code);

    // Compute uses this one code for several refusals; only the message says which.
    private static string NotAllowed(string message) => message switch
    {
        _ when message.Contains("maximum number of managed run commands", StringComparison.OrdinalIgnoreCase) => TooManyRunCommands,
        _ when message.Contains("extension operations", StringComparison.OrdinalIgnoreCase) => "extensions-not-allowed",
        _ when message.Contains("marked for deletion", StringComparison.OrdinalIgnoreCase) => "machine-being-deleted",
        _ => "operation-not-allowed",
    };
}
