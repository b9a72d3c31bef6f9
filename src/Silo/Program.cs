using MGen.Cli;
using MGen.Silo;

return await ProgramHost.RunAsync(args, SiloProgram.RunAsync);
