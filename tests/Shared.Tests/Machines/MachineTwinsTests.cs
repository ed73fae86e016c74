using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Machines;

public sealed class MachineTwinsTests
{
    private const string Uuid = "01234567-89ab-cdef-0123-456789abcdef";
    private static readonly Machine _vm = Some.Machine("vm") with { VmId = Uuid };

    [Theory]
    [InlineData("as Azure spells it", Uuid)]
    [InlineData("in capitals", "01234567-89AB-CDEF-0123-456789ABCDEF")]
    [InlineData("in the other byte order", "67452301-ab89-efcd-0123-456789abcdef")]
    public void An_Arc_machine_with_the_UUID_of_a_VM_is_that_VM(string what, string uuid)
    {
        Machine arc = Some.Arc("vm") with { VmId = "aaaaaaaa-0000-0000-0000-000000000000", Uuid = uuid };
        Machine machine = Assert.Single(MachineTwins.Join([arc, _vm]));
        Assert.True((machine.Kind, machine.ArcTwin) == (MachineKind.VirtualMachine, arc.ResourceId), what);
    }

    [Fact]
    public void A_VM_and_an_Arc_machine_of_one_name_are_two_machines()
        => Assert.Equal(2, MachineTwins.Join([_vm, Some.Arc("vm") with { Uuid = "99999999-0000-0000-0000-000000000000" }]).Count);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("no uuid")]
    public void No_UUID_joins_nothing(string? uuid)
        => Assert.Equal(2, MachineTwins.Join([_vm with { VmId = uuid, Uuid = uuid }, Some.Arc("vm") with { Uuid = uuid }]).Count);

    [Fact]
    public void Copies_with_one_UUID_are_not_told_apart_by_guessing()
        => Assert.Equal(3, MachineTwins.Join([_vm, Some.Machine("copy") with { VmId = Uuid }, Some.Arc("arc") with { Uuid = Uuid }]).Count);

    [Fact]
    public void A_row_that_two_pages_hold_is_one_machine()
        => Assert.Single(MachineTwins.Join([_vm, _vm with { ResourceId = _vm.ResourceId.ToUpperInvariant() }]));
}
