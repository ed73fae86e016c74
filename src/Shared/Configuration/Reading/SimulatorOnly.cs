using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The simulator's shortcuts are refused when any endpoint is not on this machine.</summary>
internal sealed class SimulatorOnly : IConfigurationRule
{
    private const string Message
        = "is for a simulator and allowed only when apiUrl of every environment, armEndpoint and vaultUri are on this machine (loopback).";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Check(RotationOptions options, ConfigurationFile file)
    {
        IEnumerable<Uri> endpoints =
        [
            .. options.Environments.Select(static environment => environment.ApiUrl),
            options.Azure.ArmEndpoint,
            options.Azure.VaultUri,
        ];
        if (endpoints.All(static endpoint => endpoint.IsLoopback || endpoint == Unreadable.Address))
        {
            yield break; // an address that cannot be read is already reported
        }

        if (options.Azure.Credential is AzureCredentialKind.Simulated)
        {
            yield return new ValidationResult(Message, ["$.azure.credential"]);
        }

        if (options.Azure.TrustedCa is not null)
        {
            yield return new ValidationResult(Message, ["$.azure.trustedCa"]);
        }

        if (options.Approvals.SimulatedApprover is not null)
        {
            yield return new ValidationResult(Message, ["$.approvals.simulatedApprover"]);
        }
    }
}
