using TenantTokens.Configuration.Options;

namespace TenantTokens.Testing.Builders;

internal static partial class Some
{
    /// <summary>A configuration of one environment whose endpoints nobody answers at.</summary>
    public static RotationOptions Options(PolicyOptions? policy = null, ScheduleOptions? schedule = null) => new()
    {
        Environments = [new()
        {
            Id = "sim00001",
            ApiUrl = new("https://localhost:1"),
            ApiTokenSecret = "api-token",
            TenantTokenSecret = "tenant-token",
            Schedule = schedule,
        }],
        Azure = new()
        {
            ArmEndpoint = new("https://localhost:1"),
            VaultUri = new("https://localhost:1"),
            Credential = AzureCredentialKind.Simulated,
        },
        Fleet = new() { Subscriptions = [Subscription] },
        Policy = policy ?? new(),
    };
}
