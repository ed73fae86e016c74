using TenantTokens.Rotations;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>The last rotations of every environment.</summary>
internal static class RotationsPage
{
    public static PageResult Write(IReadOnlyList<(string EnvironmentId, IReadOnlyList<RotationRecord> Rotations)> environments)
    {
        IEnumerable<Html> sections = environments.Select(static (environment, index) => Html.Of($"""
            <section class="card" aria-labelledby="environment-{index}">
            <h2 id="environment-{index}">Environment {environment.EnvironmentId}</h2>
            {(environment.Rotations is [] ? Html.Of($"<p>No rotation yet.</p>") : Table(environment.Rotations))}
            </section>
            """));
        return new PageResult("Rotations", Html.Of($"""
            <h1>Rotations</h1>
            <p class="lead">While a rotation is open both tokens are valid and nothing is lost.</p>
            {sections}
            """));
    }

    private static Html Table(IReadOnlyList<RotationRecord> rotations)
    {
        IEnumerable<Html> rows = rotations.Select(static rotation => Html.Of($"""
            <tr><th scope="row"><a href="/rotations/{Uri.EscapeDataString(rotation.RotationId)}">{rotation.RotationId}</a></th><td>{RotationPage.Badges(rotation)}</td><td>{rotation.RequestedBy}</td><td class="when">{Parts.Time(rotation.CreatedAt)}</td></tr>
            """));
        return Html.Of($"""
            <div class="scroll"><table>
            <thead><tr><th scope="col">Rotation</th><th scope="col">Where it stands</th><th scope="col">Asked for by</th><th scope="col">Since</th></tr></thead>
            <tbody>{rows}</tbody>
            </table></div>
            """);
    }
}
