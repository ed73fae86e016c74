using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>
/// Every environment has its own id and its own secret for the tenant token. In a shared secret, the newest version could be the token of
/// another environment.
/// </summary>
internal sealed class DistinctEnvironments : IConfigurationRule
{
    /// <inheritdoc />
    public IEnumerable<ValidationResult> Check(RotationOptions options, ConfigurationFile file)
    {
        for (int index = 0; index < options.Environments.Count; index++)
        {
            EnvironmentOptions environment = options.Environments[index];
            EnvironmentOptions[] others = [.. options.Environments.Take(index)];
            string path = ConfigurationProblems.Item("$.environments", index);
            if (others.Any(other => IsSame(other.Id, environment.Id)))
            {
                yield return new ValidationResult("is the id of another environment too; ids must be distinct.", [$"{path}.id"]);
            }

            string secret = environment.TenantTokenSecret;
            IEnumerable<string> used =
            [
                environment.ApiTokenSecret,
                .. others.Select(static other => other.TenantTokenSecret),
                .. others.Select(static other => other.ApiTokenSecret),
            ];
            if (used.Any(other => IsSame(secret, other)))
            {
                yield return new ValidationResult(
                    "names a vault secret that another setting uses; each environment needs one of its own.",
                    [$"{path}.tenantTokenSecret"]);
            }
            else if (others.Any(other => IsSame(other.TenantTokenSecret, environment.ApiTokenSecret)))
            {
                yield return new ValidationResult(
                    "names the vault secret of another environment's tenant token.",
                    [$"{path}.apiTokenSecret"]);
            }
        }
    }

    // A value that could not be read is empty and already reported.
    private static bool IsSame(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
